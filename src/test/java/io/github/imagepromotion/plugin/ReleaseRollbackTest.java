package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.ReleaseCalls.last;
import static io.github.imagepromotion.plugin.ReleaseCalls.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.PromotionRecord.RollbackReason;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release goes back with its members to the release before, whose lock says what these were. */
@NeedsTools
class ReleaseRollbackTest {
    @TempDir
    private Path directory;

    private final DockerRegistry docker = DockerRegistry.anonymous();
    private ReleaseCalls calls;
    private RegistryAddress prod;
    private RegistryAddress copy;
    private Digest one;
    private Digest two;

    /** In prod was another build of two before the release of November, and the one of December keeps what it has. */
    @BeforeEach
    void promote() throws IOException {
        calls = new ReleaseCalls(directory);
        prod = docker.address();
        copy = RegistryAddress.of("oci:" + directory.resolve("copy"));
        Files.writeString(directory.resolve("key.pem"), TestKeys.pem());
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registries>" + prod + "," + copy
                        + "</registries><movingTags>latest,stable</movingTags>"
                        + "<releaseRepository>acme/releases</releaseRepository></environment></environments>");
        calls.deploy("two", "1.9", "6");
        call("promote", "two:1.9");
        one = calls.deploy("one", "1.0", "42");
        two = calls.deploy("two", "2.0", "7");
        calls.deploy("one", "1.1", "43");
        calls.deploy("three", "3.0", "5");
        calls.release("2026.11", "", "one:1.0", "two:2.0");
        calls.release("2026.12", "", "one:1.1", "two:2.0", "three:3.0");
        call("promote", "shop:2026.11");
        call("promote", "shop:2026.12");
    }

    @AfterEach
    void stop() {
        docker.close();
    }

    private List<String> call(String goal, String what, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 1);
        all[more.length] = "image.environment=prod";
        return calls.call(goal, what, all);
    }

    private void assertIn(String repository, Digest digest) throws IOException {
        for (RegistryAddress address : List.of(prod, copy)) {
            for (String tag : List.of("latest", "stable")) {
                assertThat(tag(address, repository, tag)).as(repository).contains(digest);
            }
        }
    }

    private Digest lock(String version) throws IOException {
        return ReleaseArtifact.of(Files.readAllBytes(calls.lock(version))).digest();
    }

    @Test
    void rollbackWhenAMemberIsInBothReleasesLeavesItThere() throws IOException {
        List<String> lines = call("rollback", "shop:2026.12");

        assertThat(lines)
                .anyMatch(line -> line.startsWith("Rolled back prod to ") && line.contains("/acme/one:42 (tags "))
                .anyMatch(line -> line.startsWith("Not moved in prod: ")
                        && line.endsWith("/acme/two:7, which the tags name already"))
                .noneMatch(line -> line.startsWith("Rolled back prod to ") && line.contains("/acme/two:7"));
        assertIn("acme/releases", lock("2026.11"));
        assertIn("acme/one", one);
        assertIn("acme/two", two);
        assertThat(call("verify", "shop:2026.11"))
                .anyMatch(line -> line.startsWith("prod: "))
                .noneMatch(line -> line.startsWith("  FAIL"));
        JsonObject result =
                Json.object(Files.readAllBytes(directory.resolve("target/image/rollback-prod.json")), "result");
        assertThat(result.getAsJsonArray("images").asList())
                .map(image -> image.getAsJsonObject().get("gav").getAsString())
                .containsOnly("com.acme:shop:2026.11", "com.acme:one:1.0", "com.acme:two:2.0");
        assertThat(call("promote", "shop:2026.12")).anyMatch(line -> line.startsWith("Promoted to prod"));
        assertIn("acme/releases", lock("2026.12"));
    }

    @Test
    void rollbackWhenMembersAreNoLongerInTheMavenRepositoryNeedsOnlyTheLock() throws IOException {
        calls.replaceAndDelete("one:1.1", "three:3.0");

        call("rollback", "shop:2026.12", "image.file=" + calls.lock("2026.12"));

        assertIn("acme/releases", lock("2026.11"));
        assertIn("acme/one", one);
        assertIn("acme/two", two);
    }

    @Test
    void rollbackWhenTheVersionOfTheProjectIsNotReleasedYetMovesTheReleaseThatRuns() throws IOException {
        assertThat(calls.callInProject("rollback", "2027.01", "image.environment=prod"))
                .anyMatch(line -> line.startsWith("Rolled back prod to "));

        assertIn("acme/releases", lock("2026.11"));
        assertIn("acme/one", one);
        assertIn("acme/two", two);
    }

    @Test
    void rollbackWhenAMemberWasMovedSinceReturnsToTheRelease() throws IOException {
        calls.deploy("one", "1.2", "44");
        call("promote", "one:1.2");

        call("rollback", "shop:2026.12");

        assertIn("acme/one", one);
        assertIn("acme/releases", lock("2026.11"));
    }

    @Test
    void rollbackWhenAVersionIsNamedReturnsToIt() throws IOException {
        calls.release("2027.01", "", "one:1.1", "two:2.0");
        call("promote", "shop:2027.01");

        call("rollback", "shop:2027.01", "image.to=2026.11");

        assertIn("acme/releases", lock("2026.11"));
        assertIn("acme/one", one);
        assertIn("acme/two", two);
    }

    /** Its tag has another character there. */
    @Test
    void rollbackWhenTheVersionThatIsNamedHasAPlusReturnsToIt() throws IOException {
        calls.release("2027.01+7", "", "one:1.1", "two:2.0");
        calls.release("2027.02", "", "one:1.0", "two:2.0");
        call("promote", "shop:2027.01+7");
        call("promote", "shop:2027.02", "image.again=true");

        assertThat(call("rollback", "shop:2027.02", "image.to=2027.01+7"))
                .anyMatch(line -> line.startsWith("Rolled back prod to "));
        assertIn("acme/releases", lock("2027.01+7"));
        assertThat(last(call("rollback", "one:1.1", "image.to=1+7"))).startsWith("Illegal <toBuild> (-Dimage.to): ");
    }

    @Test
    void rollbackWhenThereIsNoReleaseBeforeMovesNothing() throws IOException {
        call("rollback", "shop:2026.12");

        assertThat(last(call("rollback", "shop:2026.11")))
                .startsWith("Rolled back nothing:")
                .contains("/acme/releases' cannot go back: ");
        assertIn("acme/releases", lock("2026.11"));
        assertIn("acme/one", one);
    }

    @Test
    void rollbackWhenAMemberOfTheReleaseBeforeWasRejectedMovesNothing() throws IOException {
        calls.call("reject", "one:1.0", "image.signing.keyFile=key.pem", "image.reason=leaks");

        assertThat(last(call("rollback", "shop:2026.12")))
                .contains("/acme/one' cannot go back: build '42' was rejected at ", ": 'leaks'");
        assertIn("acme/releases", lock("2026.12"));
    }

    @Test
    void rollbackWhenTheReleaseBeforeWasRejectedMovesNothing() throws IOException {
        calls.call("reject", "shop:2026.11", "image.signing.keyFile=key.pem", "image.reason=leaks");

        assertThat(last(call("rollback", "shop:2026.12")))
                .contains("/acme/releases' cannot go back: build '2026.11' was rejected at ");
        assertIn("acme/releases", lock("2026.12"));
    }

    /** Deploys and promotes a release of another name with the members of this one. */
    private void mall(String version, String members) throws IOException {
        Path there = Files.createDirectories(directory.resolve("repository/com/acme/mall/" + version));
        Files.writeString(
                there.resolve("mall-" + version + "-release.json"),
                Files.readString(calls.lock(members))
                        .replace("\"com.acme:shop\"", "\"com.acme:mall\"")
                        .replace("\"version\": \"" + members + "\"", "\"version\": \"" + version + "\""));
        assertThat(call("promote", "mall:" + version)).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    /** As a promotion refuses a release where another project has its own. */
    @Test
    void rollbackWhenTheRepositoryHasReleasesOfAnotherProjectMovesNothing() throws IOException {
        Path lock = directory.resolve("mall-release.json");
        Files.writeString(
                lock, Files.readString(calls.lock("2026.12")).replace("\"com.acme:shop\"", "\"com.acme:mall\""));

        assertThat(last(call("rollback", "", "image.artifact=", "image.file=" + lock)))
                .contains("/acme/releases:2026.11', to which 'acme/releases' would go back, is no release of"
                        + " 'com.acme:mall', but of 'com.acme:shop'.");
        assertIn("acme/releases", lock("2026.12"));
    }

    /** Releases are called after themselves, and nothing is there yet. */
    private void anew() throws IOException {
        copy = RegistryAddress.of("oci:" + directory.resolve("anew"));
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registry>" + copy
                        + "</registry><movingTags>latest</movingTags></environment></environments>");
    }

    @Test
    void rollbackWhenTwoReleasesBeforeHaveOtherBuildsOfAMemberMovesNothing() throws IOException {
        anew();
        call("promote", "shop:2026.11");
        mall("1", "2026.12");
        call("promote", "shop:2026.12");
        calls.deploy("one", "1.2", "44");
        calls.release("2027.01", "", "one:1.2");
        mall("2", "2027.01");

        assertThat(last(call("rollback", "shop:2026.12,com.acme:mall:2")))
                .startsWith("Rolled back nothing:")
                .contains("'acme/one' would go back to build '42' with one release, and to build '43' with another");
        assertThat(tag(copy, "shop", "latest")).contains(lock("2026.12"));
    }

    @Test
    void rollbackWhenTwoReleasesBeforeHaveTheSameMemberMovesItOnce() throws IOException {
        anew();
        call("promote", "shop:2026.11");
        mall("1", "2026.11");
        call("promote", "shop:2026.12");
        mall("2", "2026.12");

        assertThat(call("rollback", "shop:2026.12,com.acme:mall:2"))
                .anyMatch(line -> line.startsWith("Rolled back prod to "))
                .filteredOn(line -> line.startsWith("Rolled back prod to ") && line.contains("acme/one:42"))
                .hasSize(1);
        assertThat(tag(copy, "acme/one", "latest")).contains(one);
    }

    /** Killed when the tags were back, and the release was recorded, and its members were not. */
    @Test
    void rollbackWhenItWasInterruptedGoesOnToTheSameRelease() throws IOException {
        JsonArray aims = new JsonArray();
        for (RegistryAddress address : List.of(prod, copy)) {
            try (Registry registry = Registries.open(address, Accesses.anonymous())) {
                aims.add(back(
                        registry.repository(address.locate(RepositoryName.of("acme/releases"))),
                        lock("2026.11"),
                        "2026.11"));
                aims.add(back(registry.repository(address.locate(RepositoryName.of("acme/one"))), one, "42"));
                record(registry.repository(address.locate(RepositoryName.of("acme/releases"))), address);
            }
        }
        JsonObject hint = new JsonObject();
        hint.add("aims", aims);
        Path file = directory.resolve("target/image/rollback/prod.json");
        Files.createDirectories(file.getParent());
        Files.write(file, Json.compact(hint));

        assertThat(call("rollback", "shop:2026.12"))
                .anyMatch(line -> line.startsWith("Not moved in prod: ") && line.contains("/acme/one:42, "))
                .anyMatch(line -> line.startsWith("  recorded as "));

        assertIn("acme/releases", lock("2026.11"));
        assertIn("acme/one", one);
        assertThat(call("verify", "shop:2026.11"))
                .anyMatch(line -> line.startsWith("  pass  records"))
                .noneMatch(line -> line.startsWith("  FAIL"));
    }

    private static JsonObject back(Repository repository, Digest digest, String build) throws IOException {
        Manifest manifest = repository.manifest(digest).orElseThrow();
        JsonObject aim = new JsonObject();
        aim.addProperty("repository", repository.displayName());
        aim.addProperty(
                "from",
                repository.resolve(Tag.of("latest")).orElseThrow().digest().toString());
        aim.addProperty("to", build);
        aim.addProperty("digest", digest.toString());
        for (String tag : List.of("latest", "stable")) {
            repository.tag(Tag.of(tag), manifest);
        }
        return aim;
    }

    private void record(Repository repository, RegistryAddress address) throws IOException {
        Digest digest = lock("2026.11");
        Ledger ledger = new Ledger(repository, 1);
        ledger.add(
                new PromotionRecord(
                        "prod",
                        address.toString(),
                        repository.name(),
                        digest,
                        BuildId.of("2026.11"),
                        Coordinates.of("com.acme:shop:2026.11"),
                        Stream.of("2026.11", "latest", "stable")
                                .map(tag -> new TagChange(Tag.of(tag), Optional.of(digest)))
                                .toList(),
                        "what 'prod' held before",
                        Instant.now(),
                        new Actor(Optional.empty(), Optional.empty(), Optional.empty()),
                        "1",
                        List.of(),
                        Optional.of(new RollbackReason(Optional.empty())),
                        ledger.recordIds(digest, Attester.UNSIGNED.form(), List.of()),
                        Optional.empty()),
                repository.manifest(digest).orElseThrow().descriptor(),
                Attester.UNSIGNED);
    }

    @Test
    void rollbackWhenItIsADryRunMovesNothing() throws IOException {
        assertThat(call("rollback", "shop:2026.12", "image.dryRun=true")).contains("Dry run: nothing was written.");
        assertIn("acme/releases", lock("2026.12"));
    }
}
