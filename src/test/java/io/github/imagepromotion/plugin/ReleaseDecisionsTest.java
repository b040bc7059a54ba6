package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.ReleaseCalls.last;
import static io.github.imagepromotion.plugin.ReleaseCalls.tag;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision about a release is one about its lock: an approval counts for its members with it, and for nothing else. */
@NeedsTools
class ReleaseDecisionsTest {
    @TempDir
    private Path directory;

    private final DockerRegistry docker = DockerRegistry.anonymous();
    private ReleaseCalls calls;
    private RegistryAddress dev;
    private RegistryAddress prod;

    @BeforeEach
    void deploy() throws IOException {
        calls = new ReleaseCalls(directory);
        dev = RegistryAddress.of("oci:" + directory.resolve("dev"));
        prod = docker.address();
        calls.keys("builder", "alice", "bob");
        environments("<required>1</required>");
        calls.deploy("one", "1.0", "42");
        calls.deploy("two", "2.0", "7");
        calls.release("2026.11", "builder.pem", "one:1.0", "two:2.0");
        calls.call("promote", "shop:2026.11", "image.environment=dev");
    }

    @AfterEach
    void stop() {
        docker.close();
    }

    private void environments(String approvals) throws IOException {
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>dev</id><registry>" + dev
                        + "</registry><movingTags>latest</movingTags></environment>"
                        + "<environment><id>prod</id><registry>" + prod
                        + "</registry><movingTags>latest</movingTags><after>dev</after>"
                        + "<releaseRepository>acme/releases</releaseRepository>"
                        + "<approvals>" + approvals + "<trustedKeys>builder.pub,alice.pub,bob.pub</trustedKeys>"
                        + "</approvals></environment></environments>");
    }

    private List<String> approve(String what, String key, String... more) {
        return decide("approve", what, key, "image.environment=prod", more);
    }

    private List<String> reject(String key, String... more) {
        return decide("reject", "shop:2026.11", key, "image.reason=leaks", more);
    }

    private List<String> decide(String goal, String what, String key, String first, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 2);
        all[more.length] = first;
        all[more.length + 1] = "image.signing.keyFile=" + key + ".pem";
        return calls.call(goal, what, all);
    }

    private List<String> promote(String what) {
        return calls.call("promote", what, "image.environment=prod");
    }

    @Test
    void promoteWhenTheReleaseIsApprovedTakesItsMembersWithIt() throws IOException {
        assertThat(last(promote("shop:2026.11")))
                .contains("'prod' has 0 of 1 approvals for 'shop:2026.11'.", "for 'acme/one:42'.", "for 'acme/two:7'.");

        approve("shop:2026.11", "alice");

        assertThat(promote("shop:2026.11"))
                .filteredOn(line -> line.startsWith("Promoted to prod"))
                .hasSize(3);
        assertThat(calls.call("verify", "shop:2026.11", "image.environment=prod"))
                .anyMatch(line -> line.startsWith("prod: "))
                .noneMatch(line -> line.contains("FAIL"));
    }

    @Test
    void promoteWhenTheReleaseIsApprovedTakesNothingElse() throws IOException {
        calls.release("2026.12", "builder.pem", "one:1.0", "two:2.0");
        calls.call("promote", "shop:2026.12", "image.environment=dev");

        approve("shop:2026.11", "alice");

        assertThat(last(promote("one:1.0"))).contains("'prod' has 0 of 1 approvals for 'acme/one:42'.");
        assertThat(last(promote("shop:2026.12")))
                .contains("'prod' has 0 of 1 approvals for 'shop:2026.12'.", "for 'acme/one:42'.");
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
    }

    /** Only a promotion needs what may be gigabytes, and finds out whether it is what the lock says. */
    @Test
    void decideWhenItsMembersCannotBeHadNeedsTheLockAlone() throws IOException {
        calls.replaceAndDelete("one:1.0", "two:2.0");

        assertThat(approve("shop:2026.11", "alice")).anyMatch(line -> line.startsWith("Approved for prod: "));
        assertThat(reject("alice")).anyMatch(line -> line.startsWith("Rejected: "));
        assertThat(last(promote("shop:2026.11"))).contains("'com.acme:two:tar:image:2.0'");
        calls.deploy("one", "1.0", "42");
        calls.deploy("two", "2.0", "7");
        assertThat(last(promote("shop:2026.11"))).contains("'shop:2026.11' was rejected at ");
        reject("alice", "image.withdraw=true");
        assertThat(promote("shop:2026.11")).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    /** The members have to be tried together. */
    @Test
    void promoteWhenOnlyItsMembersAreApprovedRefusesTheRelease() throws IOException {
        approve("one:1.0", "alice");
        approve("two:2.0", "alice");

        assertThat(last(promote("shop:2026.11")))
                .contains("'prod' has 0 of 1 approvals for 'shop:2026.11'.")
                .doesNotContain("'acme/one:42'", "'acme/two:7'");
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
        assertThat(promote("one:1.0")).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    @Test
    void promoteWhenTwoHaveToApproveCountsEachKeyOnce() throws IOException {
        environments("<required>2</required>");
        approve("shop:2026.11", "alice");
        approve("one:1.0", "alice");
        approve("two:2.0", "bob");

        assertThat(last(promote("shop:2026.11")))
                .contains("has 1 of 2 approvals", "for 'shop:2026.11'.", "for 'acme/one:42'.")
                .doesNotContain("for 'acme/two:7'");
        approve("shop:2026.11", "bob");
        assertThat(promote("shop:2026.11")).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    @Test
    void promoteWhenWhoSignedTheLockApprovedItRefuses() throws IOException {
        approve("shop:2026.11", "builder");

        assertThat(last(promote("shop:2026.11")))
                .contains(
                        "'prod' has 0 of 1 approvals", "one does not count: its key built the image", "'acme/one:42'");
    }

    /** In either order, what is named is decided about, and what belongs to the release goes with it. */
    @ParameterizedTest
    @ValueSource(strings = {"shop:2026.11,com.acme:one:1.0", "one:1.0,com.acme:shop:2026.11"})
    void decideWhenAMemberIsNamedBesideItsReleaseDecidesAboutBoth(String both) throws IOException {
        approve("shop:2026.11", "alice");
        assertThat(calls.call("promote", both, "image.environment=prod", "image.dryRun=true"))
                .contains("Dry run: nothing was written.");

        decide("reject", both, "alice", "image.reason=leaks");

        assertThat(last(promote("shop:2026.11")))
                .contains("'shop:2026.11' was rejected at ", "'acme/one:42' was rejected at ")
                .doesNotContain("'acme/two:7'");
    }

    @Test
    void promoteWhenTheApprovalWasWithdrawnRefuses() throws IOException {
        approve("shop:2026.11", "alice");
        approve("shop:2026.11", "alice", "image.withdraw=true", "image.reason=wrong");

        assertThat(last(promote("shop:2026.11"))).contains("'prod' has 0 of 1 approvals for 'acme/one:42'.");
    }

    @Test
    void promoteWhenTheReleaseIsRejectedRefusesIt() throws IOException {
        approve("shop:2026.11", "alice");

        reject("alice");

        assertThat(last(promote("shop:2026.11")))
                .contains("'shop:2026.11' was rejected at ", ": 'leaks'")
                .doesNotContain("'acme/one:42' was rejected");
        assertThat(calls.call("verify", "shop:2026.11", "image.environment=dev"))
                .anyMatch(line -> line.contains("the image was rejected at "));
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
        reject("alice", "image.withdraw=true");
        assertThat(promote("shop:2026.11")).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    /** What was decided about a release is not about its lock as an image, which would come without its members. */
    @Test
    void promoteWhenTheArtifactOfAReleaseIsDeployedAsABuildRefusesIt() throws IOException {
        Path environments = directory.resolve("environments.xml");
        Files.writeString(
                environments,
                Files.readString(environments).replace("<releaseRepository>acme/releases</releaseRepository>", ""));
        approve("shop:2026.11", "alice");
        ReleaseArtifact release = ReleaseArtifact.of(Files.readAllBytes(calls.lock("2026.11")));
        Path there = requireNonNull(calls.lock("2026.11").getParent());
        new ArchiveWriter(release.image(), release.identity(), release.blobs())
                .write(there.resolve("shop-2026.11-image.tar"));
        Records.of(release.identity(), release.image().top(), List.of())
                .write(there.resolve("shop-2026.11-image.json"));

        assertThat(last(promote("shop:2026.11")))
                .startsWith("Refused the artifact from ")
                .contains("it is the lock of a release as an image");
        assertThat(tag(prod, "shop", "2026.11")).isEmpty();
    }

    /** Who approves sees which members are others than what is there. */
    @Test
    void approveWhenAnotherReleaseIsThereNamesTheMembersThatDiffer() throws IOException {
        approve("shop:2026.11", "alice");
        promote("shop:2026.11");
        calls.deploy("one", "1.1", "43");
        calls.deploy("three", "3.0", "5");
        calls.release("2026.12", "builder.pem", "one:1.1", "three:3.0");

        assertThat(approve("shop:2026.12", "alice"))
                .contains(
                        "  members: 3 differ, 0 are the same",
                        "    acme/one: ~ build '42' of 'com.acme:one:1.0' -> build '43' of 'com.acme:one:1.1'",
                        "    acme/three: + build '5' of 'com.acme:three:3.0'",
                        "    acme/two: - build '7' of 'com.acme:two:2.0'")
                .noneMatch(line -> line.contains("layers: "));
        calls.call("plan", "shop:2026.12", "image.environment=prod");
        assertThat(Files.readString(directory.resolve("target/image/plan-prod.md")))
                .contains("    acme/three: + build '5' of 'com.acme:three:3.0'");
    }

    /** Who may push moves tags; that hides no member, and keeps nobody from deciding. */
    @Test
    void approveWhenWhatIsThereIsHostileSaysWhichMembersTheReleaseHas() throws IOException {
        byte[] broken = "\u001b[31m{".getBytes(UTF_8);
        hostile(
                ImageManifest.artifact(
                        ReleaseArtifact.ARTIFACT_TYPE,
                        ImageManifest.EMPTY,
                        List.of(Descriptor.of(ReleaseArtifact.LOCK_TYPE, broken)),
                        Optional.empty(),
                        Map.of("org.opencontainers.image.title", "com.acme:shop")),
                broken);
        assertThat(approve("shop:2026.11", "alice"))
                .contains(
                        "  the release that is there cannot be read: Malformed release lock of a release: it is not JSON:"
                                + " it is malformed at line 1 column 1 path $.",
                        "  members: 2 differ, 0 are the same",
                        "    acme/one: + build '42' of 'com.acme:one:1.0'")
                .anyMatch(line -> line.startsWith("Approved for prod: "));

        JsonObject lock = Json.object(Files.readAllBytes(calls.lock("2026.11")), "lock");
        lock.remove("signature");
        JsonObject member = lock.getAsJsonArray("members").remove(0).getAsJsonObject();
        for (int i = 0; i < 3_000; i++) {
            JsonObject other = member.deepCopy();
            other.addProperty("coordinates", "com.acme:a" + i + ":1.0");
            other.addProperty("repository", "acme/a" + i);
            lock.getAsJsonArray("members").add(other);
        }
        hostile(ReleaseArtifact.of(Json.compact(lock)).image().imageManifests().get(0), Json.compact(lock));
        assertThat(approve("shop:2026.11", "alice"))
                .hasSizeLessThan(120)
                .contains(
                        "  members: 3001 differ, 1 are the same",
                        "    acme/one: + build '42' of 'com.acme:one:1.0'",
                        "    and 2900 more that are gone");
    }

    /** Moves the moving tag in prod to a release that has this lock. */
    private void hostile(ImageManifest release, byte[] lock) throws IOException {
        try (Registry registry = Registries.open(prod, Accesses.anonymous())) {
            Repository there = registry.repository(prod.locate(RepositoryName.of("acme/releases")));
            for (Descriptor blob : release.blobs()) {
                there.push(blob, BlobSource.inMemory(List.of(lock, ImageManifest.emptyContent())), List.of());
            }
            there.tag(Tag.of("latest"), release);
        }
    }

    /** Another release may have the same members. */
    @Test
    void promoteWhenAnotherReleaseWasRejectedTakesThisOne() throws IOException {
        reject("alice");
        calls.release("2026.12", "builder.pem", "one:1.0", "two:2.0");
        calls.call("promote", "shop:2026.12", "image.environment=dev");
        approve("shop:2026.12", "alice");

        assertThat(promote("shop:2026.12")).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    @Test
    void promoteWhenAMemberIsRejectedNamesIt() throws IOException {
        approve("shop:2026.11", "alice");
        decide("reject", "two:2.0", "bob", "image.reason=leaks");

        assertThat(last(promote("shop:2026.11")))
                .contains("'acme/two:7' was rejected at ", ": 'leaks'")
                .doesNotContain("'shop:2026.11' was rejected");
        assertThat(tag(prod, "acme/releases", "2026.11")).isEmpty();
    }

    /** Where it was rejected, the release has been before: the member's own pipeline ends there. */
    @Test
    void promoteWhenAMemberIsRejectedFurtherBeforeRefusesTheRelease() throws IOException {
        stages(dev);
        assertThat(calls.call("promote", "shop:2026.11", "image.environment=test"))
                .anyMatch(line -> line.startsWith("Promoted to test"));
        approve("shop:2026.11", "alice");
        Files.writeString(
                directory.resolve("dev.xml"), "<environments>" + Shop.environment("dev", dev, "") + "</environments>");
        decide("reject", "two:2.0", "bob", "image.reason=leaks", "image.environments=dev.xml");

        assertThat(last(promote("shop:2026.11")))
                .contains("'acme/two:7' was rejected at ", ": 'leaks'")
                .doesNotContain("'acme/one:42'", "'shop:2026.11' was rejected");
        assertThat(tag(prod, "acme/releases", "2026.11")).isEmpty();
        assertThat(tag(prod, "acme/one", "42")).isEmpty();
        decide(
                "reject",
                "two:2.0",
                "bob",
                "image.reason=mistaken",
                "image.environments=dev.xml",
                "image.withdraw=true");
        assertThat(promote("shop:2026.11")).anyMatch(line -> line.startsWith("Promoted to prod"));
    }

    /** A stage need not reach the environments that the release has left behind. */
    @ParameterizedTest
    @ValueSource(strings = {"does not answer (", "does not answer within 10 s"})
    void promoteWhenAnEnvironmentFurtherBeforeDoesNotAnswerWarnsOnce(String why) throws IOException {
        stages(dev);
        calls.call("promote", "shop:2026.11", "image.environment=test");
        approve("shop:2026.11", "alice");

        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String there = "127.0.0.1:" + (why.endsWith("(") ? 1 : silent.getLocalPort());
            stages(RegistryAddress.of("http://" + there));

            assertThat(calls.call("promote", "shop:2026.11", "image.environment=prod", "image.retries=0"))
                    .anyMatch(line -> line.startsWith("Promoted to prod"))
                    .filteredOn(line -> line.contains(" was rejected in 'dev' is not known: "))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("whether 'shop:2026.11' or a member of it was rejected", there, why));
        }
    }

    /** Prod comes after test, and that after dev. */
    private void stages(RegistryAddress first) throws IOException {
        environments("<required>1</required>");
        Path file = directory.resolve("environments.xml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("<registry>" + dev + "</registry>", "<registry>" + first + "</registry>")
                        .replace("<after>dev</after>", "<after>test</after>")
                        .replace(
                                "<environment><id>prod</id>",
                                Shop.environment(
                                                "test",
                                                "oci:" + directory.resolve("test"),
                                                "<movingTags>latest</movingTags><after>dev</after>")
                                        + "<environment><id>prod</id>"));
    }

    /** It is asked for its decisions although it would not move. */
    @Test
    void promoteWhenAMemberThatIsThereIsRejectedRefusesTheNextRelease() throws IOException {
        calls.deploy("one", "1.1", "43");
        calls.release("2026.12", "builder.pem", "one:1.1", "two:2.0");
        decide("reject", "two:2.0", "bob", "image.reason=leaks");

        assertThat(last(calls.call("promote", "shop:2026.12", "image.environment=dev")))
                .contains("'acme/two:7' was rejected at ", ": 'leaks'");
        assertThat(tag(dev, "acme/one", "43")).isEmpty();
    }

    /** Of a release that is there, too, where members would move to it. */
    @Test
    void promoteWhenAReleaseThatIsThereIsRejectedTakesNoMemberBackToIt() throws IOException {
        Optional<Digest> newer = Optional.of(calls.deploy("one", "1.1", "43"));
        calls.call("promote", "one:1.1", "image.environment=dev");
        reject("alice");

        assertThat(last(calls.call("promote", "shop:2026.11", "image.environment=dev", "image.again=true")))
                .contains("'shop:2026.11' was rejected at ");
        assertThat(tag(dev, "acme/one", "latest")).isEqualTo(newer);
    }

    /** Without its key nobody makes another lock of a signed one, to which what was decided would not apply. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "{\"another\": 1,", "\"hint\": \"x"})
    void promoteWhenARejectedLockIsWrittenInAnotherFormRefuses(String change) throws IOException {
        calls.release("2026.12", "builder.pem", "one:1.0", "two:2.0");
        decide("reject", "shop:2026.12", "alice", "image.reason=leaks");
        String lock = Files.readString(calls.lock("2026.12"));
        String other = change.isBlank()
                ? lock + change
                : lock.replaceFirst(Pattern.quote(change.substring(0, change.startsWith("{") ? 1 : 9)), change);
        Files.writeString(calls.lock("2026.12"), other);

        assertThat(other).isNotEqualTo(lock);
        assertThat(last(calls.call(
                        "promote", "shop:2026.12", "image.environment=dev", "image.trustedKeys=builder.pub")))
                .startsWith("Refused the release lock");
        assertThat(tag(dev, "shop", "2026.12")).isEmpty();
    }

    @Test
    void promoteWhenThePlanOfTheReleaseIsApprovedTakesThatPlanAlone() throws IOException {
        calls.call("plan", "shop:2026.11", "image.environment=prod");
        String plan = "image.plan=target/image/plan-prod.json";
        approve("shop:2026.11", "alice", plan, "image.environment=");

        assertThat(last(promote("shop:2026.11")))
                .containsPattern(
                        "'prod' has 0 of 1 approvals for 'acme/one:42'; one[^;]* does not count: it is for plan"
                                + " sha256:[0-9a-f]{64} alone\\. 'prod' has 0 of 1 approvals for 'acme/two:7'; [^;]* alone\\."
                                + " Promote with the plan that was approved \\(-Dimage\\.plan=FILE\\)");
        assertThat(calls.call("promote", "shop:2026.11", plan))
                .filteredOn(line -> line.startsWith("Promoted to prod"))
                .hasSize(3);
        assertThat(calls.call("status", "shop:2026.11"))
                .contains("release com.acme:shop")
                .noneMatch(line -> line.contains("of 1 approvals"));
    }
}
