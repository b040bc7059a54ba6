package io.github.imagepromotion.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ReleaseArchives;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release in one tar, read by the goals in a place that has nothing else: no POM, no Maven repository. */
@NeedsTools
class FullReleaseTest {
    private static final String PROMOTED = "Promoted";
    private static final MediaType NOTE = MediaType.of("text/plain");

    @TempDir
    private Path directory;

    private final TestImage shop = TestImages.twoPlatforms(1, 3000, 500);
    private final TestImage billing = TestImages.single(2, 4000);
    private final SigningKey key = TestKeys.next();
    private final Document note =
            Document.of(NOTE, shop.image().top(), NOTE, "tried together".getBytes(UTF_8), Map.of());
    private Path file;

    @BeforeEach
    void release() throws IOException {
        Path made = Files.createDirectories(directory.resolve("made"));
        file = new ReleaseArchives(made)
                .with("shop", shop, List.of(note))
                .with("billing", billing, List.of())
                .signed(key)
                .write("november-release.tar");
        Files.move(file, directory.resolve("november-release.tar"));
        file = directory.resolve("november-release.tar");
        Files.writeString(directory.resolve("key.pub"), key.publicKey().pem());
        Files.writeString(
                directory.resolve("other.pub"), TestKeys.next().publicKey().pem());
        environments("oci:" + directory.resolve("registry"), "");
    }

    @Test
    void promoteWhenTheReleaseIsOneFilePromotesAllOfIt() throws IOException {
        List<String> lines = call("promote", "image.trustedKeys=key.pub");

        assertThat(lines)
                .anyMatch(line -> line.startsWith(PROMOTED) && line.contains("/acme/shop:7 "))
                .anyMatch(line -> line.startsWith(PROMOTED) && line.contains("/acme/billing:7 "));
        assertThat(call("verify"))
                .anyMatch(line -> line.startsWith("  pass  archive"))
                .noneMatch(line -> line.startsWith("  FAIL"));
        assertThat(call("status")).contains("acme/shop", "acme/billing");
    }

    @Test
    void promoteWhenAPlanOfTheFileIsNamedDoesThat() throws IOException {
        assertThat(call("plan")).anyMatch(line -> line.startsWith("Plan: "));
        assertThat(registry()).doesNotExist();

        assertThat(call("promote", "image.plan=target/image/plan-prod.json", "image.environment="))
                .anyMatch(line -> line.startsWith(PROMOTED) && line.contains("/acme/shop:7 "));
    }

    @Test
    void rollbackWhenTheReleaseIsOneFileMovesEachMemberBack() throws IOException {
        call("promote");
        Path made = Files.createDirectories(directory.resolve("second"));
        Path second = new ReleaseArchives(made)
                .next()
                .with("shop", billing, List.of())
                .with("billing", shop, List.of())
                .write("december-release.tar");
        call("promote", "image.file=" + second);

        assertLatest("acme/shop", billing);
        assertLatest("acme/billing", shop);

        assertThat(call("rollback", "image.file=" + second)).anyMatch(line -> line.startsWith("Rolled back prod to "));
        assertLatest("acme/shop", shop);
        assertLatest("acme/billing", billing);
        assertThat(last(call("rollback", "image.file=" + second, "image.trustedKeys=key.pub")))
                .contains("it is not signed, and a key is named that it is to be signed by (-Dimage.trustedKeys)");
    }

    private void assertLatest(String repository, TestImage image) throws IOException {
        assertThat(ReleaseCalls.tag(RegistryAddress.of("oci:" + registry()), repository, "latest"))
                .contains(image.image().top().digest());
    }

    /** What arrives is what a promotion by the lock sends, and other tools read it. */
    @Test
    void promoteWhenToARegistrySendsWhatWasReleased() throws IOException {
        try (DockerRegistry registry = DockerRegistry.anonymous()) {
            environments(registry.authority(), "");
            call("promote", "image.trustedKeys=key.pub");

            for (Map.Entry<String, TestImage> member :
                    Map.of("acme/shop", shop, "acme/billing", billing).entrySet()) {
                Digest digest = member.getValue().image().top().digest();
                String name = registry.authority() + "/" + member.getKey() + ":7";
                assertThat(new String(Commands.run(Commands.peer("crane"), "digest", "--insecure", name), UTF_8).trim())
                        .isEqualTo(digest.toString());
                assertThat(Digest.sha256(Commands.run(
                                Commands.installed("skopeo"),
                                "inspect",
                                "--raw",
                                "--tls-verify=false",
                                "docker://" + name)))
                        .isEqualTo(digest);
                Commands.run(Commands.peer("crane"), "validate", "--insecure", "--remote", name);
            }
            String[] discover = {
                Commands.peer("oras"),
                "discover",
                "--plain-http",
                "--format",
                "json",
                registry.authority() + "/acme/shop:7"
            };
            assertThat(new String(Commands.run(discover), UTF_8))
                    .contains(note.digest().toString());
        }
    }

    @Test
    void promoteWhenAnotherReleaseIsAssertedRefuses() throws IOException {
        assertThat(last(call("promote", "image.artifact=com.acme:december:1.0")))
                .startsWith("Refused the release lock '" + file + "': asked for was 'com.acme:december:1.0'");
        assertThat(last(call("promote", "image.buildId=2"))).contains("it says release '1' of 'com.acme:november:1.0'");
        assertThat(call("promote", "image.artifact=com.acme:november:1.0", "image.buildId=1"))
                .anyMatch(line -> line.startsWith(PROMOTED));
    }

    @Test
    void promoteWhenTheLockIsNotSignedAsItHasToBeRefuses() throws IOException {
        refused("no trusted key signed it, and a key is named", "image.trustedKeys=other.pub");
        environments(
                "oci:" + registry(), "<trustedKeys>other.pub</trustedKeys><requireSignature>true</requireSignature>");
        refused("no trusted key signed it, and environment 'prod' takes nothing else (<requireSignature>)");
    }

    @Test
    void promoteWhenTheLockWasChangedAfterSigningRefuses() throws IOException {
        changed(
                files -> files.put(
                        "release.json",
                        new String(ReleaseArchives.file(files, "release.json"), UTF_8)
                                .replaceFirst("\"buildId\": \"1\"", "\"buildId\": \"2\"")
                                .getBytes(UTF_8)),
                "Refused the release lock '" + file + "': it was changed after it was signed.");
        unsigned(files -> {});
        refused("it is not signed, and a key is named", "image.trustedKeys=key.pub");
    }

    /** Both are in the file, and only one of them is in the lock. */
    @Test
    void promoteWhenAMemberIsNotTheOneInTheLockRefuses() throws IOException {
        Path made = Files.createDirectories(directory.resolve("second"));
        Path second = new ReleaseArchives(made)
                .next()
                .with("shop", billing, List.of())
                .with("billing", shop, List.of())
                .signed(key)
                .write("november-release.tar");
        byte[] lock = ReleaseArchives.file(ReleaseArchives.read(file), "release.json");
        ReleaseArchives.change(second, files -> files.put("release.json", lock));

        assertThat(last(call("promote", "image.file=" + second)))
                .contains(
                        "Refused the release 'com.acme:november:1.0': its member 'com.acme:",
                        "' in file " + second + " is not the one that was released: it is build '8' of",
                        "its digest is sha256:")
                .endsWith("Take it as the release left it (-Dimage.artifact, -Dimage.file), or release again (mvn"
                        + " deploy in its project).");
        assertThat(registry()).doesNotExist();
    }

    @Test
    void promoteWhenABuildRecordIsNotTheOneInTheLockRefuses() throws IOException {
        changed(
                files -> files.put(
                        "members/1/build-record.json",
                        (new String(ReleaseArchives.file(files, "members/1/build-record.json"), UTF_8) + "\n")
                                .getBytes(UTF_8)),
                "its build record is not the one that the lock has");
    }

    @Test
    void promoteWhenABlobHasOtherBytesTagsNothing() throws IOException {
        String layer = "blobs/sha256/" + shop.image().blobs().get(1).digest().hex();
        ReleaseArchives.change(file, files -> ReleaseArchives.file(files, layer)[20]++);

        assertThat(last(call("promote")))
                .contains("member 'com.acme:shop:1.0' of the release archive", "does not have that digest");
        assertThat(
                        Files.exists(registry().resolve("acme/shop/index.json"))
                                ? Files.readString(registry().resolve("acme/shop/index.json"))
                                : "")
                .doesNotContain("latest");
        assertThat(call("verify")).anyMatch(line -> line.contains("does not have that digest"));
    }

    @Test
    void promoteWhenTheFileIsDamagedWritesNothing() throws IOException {
        changed(files -> files.remove("members/2/index.json"), "it lacks 'members/2/index.json'");
        changed(files -> files.put("members/3/index.json", new byte[2]), "does not belong there");
        changed(files -> files.put("release.json", "{}".getBytes(UTF_8)), "Malformed release lock in '" + file + "'");
    }

    /** Environments in the lock are those of a lock from a Maven repository. */
    @Test
    void promoteWhenTheEnvironmentsAreThoseOfTheLockTakesTheSignedOnes() throws IOException {
        Path made = Files.createDirectories(directory.resolve("second"));
        file = new ReleaseArchives(made)
                .with("shop", shop, List.of())
                .with("billing", billing, List.of())
                .to(new EnvironmentsFile(directory.resolve("environments.xml").toFile())
                        .read()
                        .list())
                .signed(key)
                .write("november-release.tar");

        assertThat(last(call("promote", "image.environments=")))
                .contains("the release lock '" + file + "', which nobody vouches for");
        assertThat(call("promote", "image.environments=", "image.trustedKeys=key.pub"))
                .anyMatch(line -> line.startsWith(
                        "The environments come from the release lock of" + " 'com.acme:november:1.0', signed by key "))
                .anyMatch(line -> line.startsWith(PROMOTED));
    }

    private void changed(Consumer<Map<String, byte[]>> how, String why) throws IOException {
        byte[] before = Files.readAllBytes(file);
        ReleaseArchives.change(file, how);
        refused(why);
        Files.write(file, before);
    }

    private void unsigned(Consumer<JsonObject> how) throws IOException {
        ReleaseArchives.change(file, files -> {
            JsonObject lock = Json.object(ReleaseArchives.file(files, "release.json"), "lock");
            lock.remove("signature");
            how.accept(lock);
            files.put("release.json", Json.compact(lock));
        });
    }

    /** Status and rollback take no content, so that an environment asks them for no signature. */
    private void refused(String why, String... properties) throws IOException {
        for (String goal : List.of("promote", "plan", "verify", "status", "rollback")) {
            if (!(List.of("status", "rollback").contains(goal) && why.contains("<requireSignature>"))) {
                assertThat(last(call(goal, properties))).as(goal).contains(why);
            }
        }
        assertThat(registry()).doesNotExist();
    }

    private List<String> call(String goal, String... properties) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "image.file", file.toString(), "image.environments", "environments.xml", "image.environment", "prod"));
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        all.values().removeIf(String::isEmpty);
        return new GoalCalls(directory).call(goal, all);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private Path registry() {
        return directory.resolve("registry");
    }

    private void environments(String registry, String more) throws IOException {
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registry>" + registry
                        + "</registry><movingTags>latest</movingTags>" + more + "</environment></environments>");
    }
}
