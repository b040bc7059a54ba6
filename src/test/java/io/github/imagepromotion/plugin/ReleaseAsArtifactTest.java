package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.ReleaseCalls.last;
import static io.github.imagepromotion.plugin.ReleaseCalls.tag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A release is in each environment as an artifact, beside its members, under its version and the moving tags. */
@NeedsTools
class ReleaseAsArtifactTest {
    @TempDir
    private Path directory;

    private final DockerRegistry docker = DockerRegistry.anonymous();
    private ReleaseCalls calls;
    private RegistryAddress dev;
    private RegistryAddress prod;
    private RegistryAddress copy;

    @BeforeEach
    void deploy() throws IOException {
        calls = new ReleaseCalls(directory);
        dev = RegistryAddress.of("oci:" + directory.resolve("dev"));
        copy = RegistryAddress.of("oci:" + directory.resolve("copy"));
        prod = docker.address();
        environments("<releaseRepository>acme/releases</releaseRepository>");
        calls.deploy("one", "1.0", "42");
        calls.deploy("two", "2.0", "7");
        calls.release("2026.11", "", "one:1.0", "two:2.0");
    }

    @AfterEach
    void stop() {
        docker.close();
    }

    /** Prod is in a registry and in a directory, and comes after dev, where releases are called after themselves. */
    private void environments(String ofProd) throws IOException {
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>dev</id><registry>" + dev
                        + "</registry><movingTags>latest</movingTags></environment>"
                        + "<environment><id>prod</id><registries>" + prod + "," + copy
                        + "</registries><movingTags>stable,live</movingTags><after>dev</after>" + ofProd
                        + "</environment></environments>");
    }

    @Test
    void promoteWhenItIsAReleasePutsItsLockWhereEachEnvironmentSays() throws IOException {
        List<String> lines = calls.call("promote", "shop:2026.11", "image.environment=dev,prod");

        byte[] lock = Files.readAllBytes(calls.lock("2026.11"));
        Digest digest = ReleaseArtifact.of(lock).digest();
        assertThat(lines).contains("Promoted to dev: " + dev + "/shop:2026.11 (tags 2026.11, latest)");
        for (String tag : List.of("2026.11", "latest")) {
            assertThat(tag(dev, "shop", tag)).contains(digest);
        }
        for (RegistryAddress address : List.of(prod, copy)) {
            for (String tag : List.of("2026.11", "stable", "live")) {
                assertThat(tag(address, "acme/releases", tag)).contains(digest);
            }
            assertThat(tag(address, "acme/one", "stable")).isPresent();
            assertThat(tag(address, "shop", "2026.11")).isEmpty();
        }
        assertThat(calls.call("verify", "shop:2026.11", "image.environment=dev,prod"))
                .filteredOn(line -> line.startsWith("dev: ") || line.startsWith("prod: "))
                .hasSize(9)
                .noneMatch(line -> line.contains("FAIL"));
        JsonObject result =
                Json.object(Files.readAllBytes(directory.resolve("target/image/promote-prod.json")), "result");
        assertThat(result.getAsJsonArray("images").asList())
                .map(image -> image.getAsJsonObject())
                .filteredOn(image -> image.get("gav").getAsString().equals("com.acme:shop:2026.11"))
                .hasSize(2)
                .allSatisfy(image -> {
                    assertThat(image.get("digest").getAsString()).isEqualTo(digest.toString());
                    assertThat(image.get("repository").getAsString()).isEqualTo("acme/releases");
                    assertThat(image.has("record")).isTrue();
                });
    }

    @Test
    void promoteWhenAnotherProjectHasTheRepositoryIsRefusedAtThePlan() throws IOException {
        calls.call("promote", "shop:2026.11", "image.environment=dev,prod");
        Path other = directory.resolve("bundle-release.json");
        Files.writeString(
                other,
                Files.readString(calls.lock("2026.11"))
                        .replace("\"com.acme:shop\"", "\"org.other:bundle\"")
                        .replace("\"2026.11\"", "\"2027.1\""));

        for (String goal : List.of("plan", "promote")) {
            assertThat(last(calls.call(
                            goal, "", "image.artifact=", "image.file=" + other, "image.environment=dev,prod")))
                    .contains(
                            "'" + prod + "/acme/releases' has the releases of 'com.acme:shop', and would have those of"
                                    + " 'org.other:bundle', too. In 'prod', ",
                            "too. Give one of them a repository of its own: <releaseRepository>")
                    .doesNotContain("In 'dev'");
        }
        assertThat(tag(prod, "acme/releases", "2027.1")).isEmpty();
        environments("<releaseRepository>acme/bundles</releaseRepository>");
        assertThat(calls.call("promote", "", "image.artifact=", "image.file=" + other, "image.environment=dev,prod"))
                .contains("Promoted to prod: " + prod + "/acme/bundles:2027.1 (tags 2027.1, stable, live)");
    }

    /** The next promotion would move it. */
    @ParameterizedTest
    @CsvSource({"shop:latest, release, shop:latest", "one:1.2, build, acme/one:latest"})
    void promoteWhenItsTagIsAMovingTagRefusesIt(String what, String kind, String name) throws IOException {
        calls.deploy("one", "1.2", "latest");
        calls.release("latest", "", "two:2.0");

        assertThat(last(calls.call("promote", what, "image.environment=dev")))
                .startsWith("Promoted nothing: In 'dev', the tag of the " + kind + " '" + dev + "/" + name
                        + "' is a moving tag, 'latest', and would name something else after the next promotion.")
                .contains("(<movingTags>)");
        assertThat(tag(dev, "acme/one", "latest")).isEmpty();
        assertThat(tag(dev, "shop", "latest")).isEmpty();
    }

    /** The two would take the moving tags from each other. */
    @Test
    void promoteWhenTwoMembersAreInOneRepositoryUnderTwoNamesRefusesTheRelease() throws IOException {
        calls.deploy("three", "1.0", "5", "one");
        calls.release("2026.12", "", "one:1.0", "three:1.0");
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registries>" + docker.authority() + ",http://"
                        + docker.authority()
                        + "/acme</registries><movingTags>latest</movingTags></environment></environments>");

        assertThat(last(calls.call("promote", "shop:2026.12", "image.environment=prod")))
                .startsWith("Refused the set: two of its artifacts are of the repository '" + docker.authority()
                        + "/acme/one' in 'prod', ");
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
    }

    @Test
    void promoteWhenItIsAReleaseIsReadByOtherTools() throws IOException {
        calls.call("promote", "shop:2026.11", "image.environment=dev,prod");

        byte[] lock = Files.readAllBytes(calls.lock("2026.11"));
        String place = prod + "/acme/releases";
        assertThat(text(Commands.peer("crane"), "digest", "--insecure", place + ":stable")
                        .strip())
                .isEqualTo(ReleaseArtifact.of(lock).digest().toString());
        assertThat(Commands.run(
                        Commands.peer("oras"),
                        "blob",
                        "fetch",
                        "--plain-http",
                        "--output",
                        "-",
                        place + "@" + Digest.sha256(lock)))
                .isEqualTo(lock);
        Path pulled = directory.resolve("pulled");
        Commands.run(
                Commands.peer("oras"),
                "pull",
                "--oci-layout",
                "--output",
                pulled.toString(),
                directory + "/copy/acme/releases:live");
        assertThat(pulled.resolve("shop-2026.11-release.json")).hasBinaryContent(lock);
        assertThat(text(Commands.peer("oras"), "manifest", "fetch", "--plain-http", place + ":2026.11"))
                .contains("\"artifactType\":\"" + ReleaseArtifact.ARTIFACT_TYPE + "\"");
    }

    private static String text(String... command) {
        return new String(Commands.run(command), UTF_8);
    }

    @Test
    void promoteWhenNothingChangedDoesNothing() {
        calls.call("promote", "shop:2026.11", "image.environment=dev");

        assertThat(calls.call("promote", "shop:2026.11", "image.environment=dev"))
                .anyMatch(line -> line.startsWith("Nothing to do: dev: "))
                .noneMatch(line -> line.startsWith("Promoted to"));
    }

    /** Where it has to be before is the repository that the environment before has for releases. */
    @Test
    void promoteWhenTheEnvironmentBeforeLacksTheReleaseRefuses() throws IOException {
        calls.call("promote", "one:1.0", "image.environment=dev");
        calls.call("promote", "two:2.0", "image.environment=dev");

        assertThat(last(calls.call("promote", "shop:2026.11", "image.environment=prod")))
                .contains("'prod' comes after 'dev', but there '" + dev + "/shop:2026.11' does not exist.");
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
    }

    /** The version of a release is as fixed as a BuildId. */
    @Test
    void promoteWhenAnotherLockHasTheVersionRefusesAll() throws IOException {
        calls.call("promote", "shop:2026.11", "image.environment=dev");
        Optional<Digest> before = tag(dev, "shop", "2026.11");
        calls.deploy("one", "1.1", "43");
        calls.release("2026.11", "", "one:1.1");

        assertThat(last(calls.call("promote", "shop:2026.11", "image.environment=dev")))
                .contains("In 'dev', '" + dev + "/shop:2026.11' already names " + before.orElseThrow());
        assertThat(tag(dev, "acme/one", "43")).isEmpty();
        assertThat(tag(dev, "shop", "latest")).isEqualTo(before);
    }

    @Test
    void promoteWhenAReleaseIsLeftForALaterOneRefusesToGoBackByAccident() throws IOException {
        calls.call("promote", "shop:2026.11", "image.environment=dev");
        calls.release("2026.12", "", "one:1.0");
        calls.call("promote", "shop:2026.12", "image.environment=dev");

        assertThat(last(calls.call("promote", "shop:2026.11", "image.environment=dev")))
                .contains("'dev' had 'shop:2026.11' at ")
                .contains("and left it: 'latest' of '" + dev + "/shop' names build '2026.12'");
    }

    @Test
    void promoteWhenItIsASnapshotHasATagForEachLock() throws IOException {
        calls.release("1.0-SNAPSHOT", "", "one:1.0");

        assertThat(calls.call("promote", "shop:1.0-SNAPSHOT", "image.environment=dev"))
                .contains("Promoted to dev: " + dev + "/shop:1.0-SNAPSHOT-99 (tags 1.0-SNAPSHOT-99, latest)");
    }

    @Test
    void promoteWhenAMemberHasTheRepositoryOfTheReleaseRefuses() throws IOException {
        environments("<releaseRepository>acme/two</releaseRepository>");

        assertThat(last(calls.call("promote", "shop:2026.11", "image.environment=dev")))
                .startsWith(
                        "Refused the set: two of its artifacts are of the repository 'acme/two' in 'prod', 'shop:2026.11'");
        assertThat(last(calls.release("2026.12", "", "one:1.0", "two:2.0")))
                .startsWith(
                        "Refused to release 'shop': its member 'com.acme:two:2.0' is of the repository 'acme/two', in"
                                + " which 'prod' has releases");
        assertThat(directory.resolve("dev")).doesNotExist();
    }

    /** Without its own repository a release has its artifactId's, which an image may have. */
    @Test
    void promoteWhenAnImageIsInTheRepositoryOfReleasesMovesNoTagOfIt() throws IOException {
        environments("<releaseRepository>acme/three</releaseRepository>");
        Optional<Digest> three = Optional.of(calls.deploy("three", "3.0", "5"));
        calls.call("promote", "three:3.0", "image.environment=dev,prod");

        assertThat(last(calls.call("promote", "shop:2026.11", "image.environment=dev,prod")))
                .contains("In 'prod', '" + prod + "/acme/three:stable' names " + three.orElseThrow())
                .contains("which is no release");
        assertThat(tag(prod, "acme/three", "stable")).isEqualTo(three);
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
    }

    @Test
    void promoteWhenReleasesAndABuildAreNamedTakesAllOrNothing() throws IOException {
        calls.deploy("three", "3.0", "5");
        calls.release("2026.12", "", "one:1.0");

        assertThat(last(calls.call("promote", "shop:2026.11,com.acme:shop:2026.12", "image.environment=dev")))
                .startsWith("Refused the set: two of its artifacts are of the repository 'shop' in 'dev'");
        assertThat(calls.call("promote", "shop:2026.11,com.acme:three:3.0", "image.environment=dev"))
                .filteredOn(line -> line.startsWith("Promoted to dev"))
                .hasSize(4);
    }

    /** Two artifacts may be called the same where an environment keeps releases elsewhere. */
    @Test
    void promoteWhenAMemberIsCalledLikeTheReleaseAsksTheGatesOfBoth() throws IOException {
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>dev</id><registry>" + dev + "</registry>"
                        + "<releaseRepository>acme/releases</releaseRepository></environment>"
                        + "<environment><id>prod</id><registry>" + prod + "</registry><after>dev</after>"
                        + "<releaseRepository>acme/releases</releaseRepository></environment></environments>");
        calls.deploy("shop", "4.0", "2026.10", "shop");
        calls.release("2026.10", "", "shop:4.0");
        calls.call("promote", "shop:2026.10", "image.environment=dev");
        Files.delete(directory.resolve("dev/shop/index.json"));

        assertThat(last(calls.call("promote", "shop:2026.10", "image.environment=prod")))
                .contains("'prod' comes after 'dev', but there '" + dev + "/shop:2026.10' does not exist.");
        assertThat(tag(prod, "acme/releases", "2026.10")).isEmpty();
    }

    @Test
    void planWhenItIsAReleaseContainsItAndIsCarriedOut() throws IOException {
        calls.call("promote", "shop:2026.11", "image.environment=dev");
        calls.call("plan", "shop:2026.11", "image.environment=prod");

        String plan = "target/image/plan-prod.json";
        assertThat(Files.readString(directory.resolve(plan))).contains("\"repository\": \"acme/releases\"");
        assertThat(calls.call("promote", "shop:2026.11", "image.plan=" + plan))
                .filteredOn(line -> line.startsWith("Promoted to prod"))
                .hasSize(6);
        environments("<releaseRepository>acme/others</releaseRepository>");
        assertThat(last(calls.call("promote", "shop:2026.11", "image.plan=" + plan)))
                .contains("'acme/releases:2026.11' is planned, and is not among what was found");
    }
}
