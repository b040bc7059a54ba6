package io.github.imagepromotion.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.formats.Schema;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseLockTest {
    private static final SigningKey KEY = TestKeys.next();
    private static final List<VerificationKey> TRUSTED = List.of(KEY.publicKey());
    private static final Coordinates RELEASE = Coordinates.of("com.acme:november:2026.11");

    @TempDir
    private Path directory;

    @Test
    void readWhenWrittenSaysTheSame() throws IOException {
        ReleaseLock lock = lock(member("one", "1"), member("two", "2")).signed(KEY);

        assertThat(written(lock)).isEqualTo(lock);
        assertThat(lock.coordinates()).isEqualTo(RELEASE);
        assertThat(lock.verify(TRUSTED)).isInstanceOf(Verdict.Valid.class);
        assertThat(lock.isAsSigned()).isTrue();
    }

    @Test
    void schemaWhenALockIsWrittenDescribesIt() throws IOException {
        JsonObject full = Json.tree(
                        lock(own("chart", RELEASE), member("one", "1")).signed(KEY))
                .getAsJsonObject();

        Schema.of("release-lock-v1").describes(ReleaseLock.PREDICATE_TYPE, full);
    }

    @Test
    void readWhenMembersAreOfTheReleasesProjectSaysWhereTheyAre() throws IOException {
        ReleaseLock lock = lock(own("policies", RELEASE), own("chart", RELEASE), member("one", "1"));

        assertThat(written(lock)).isEqualTo(lock);
        assertThat(lock.members())
                .extracting(ReleaseMember::name)
                .containsExactly(
                        "com.acme:november:tar:image-chart:2026.11",
                        "com.acme:november:tar:image-policies:2026.11",
                        "com.acme:one:1.0");
        assertThat(lock.members().get(0).identity().coordinates()).isEqualTo(RELEASE);
    }

    @Test
    void ofWhenTwoMembersHaveOneNameRefuses() {
        ReleaseMember one = own("chart", RELEASE);
        ReleaseMember other = new ReleaseMember(
                RELEASE,
                one.classifier(),
                one.buildId(),
                RepositoryName.of("acme/other"),
                one.digest(),
                one.mediaType(),
                one.size(),
                one.platforms(),
                one.record());

        assertThatThrownBy(() -> lock(one, other))
                .hasMessageStartingWith(
                        "two of its members are of 'com.acme:november:2026.11' with the classifier 'image-chart', ");
    }

    /** Else a lock could have members looked for wherever its writer likes. */
    @Test
    void ofWhenAMemberIsAttachedToAnotherProjectRefuses() {
        assertThatThrownBy(() -> lock(own("chart", Coordinates.of("com.acme:october:2026.10"))))
                .hasMessage("its member 'com.acme:october:tar:image-chart:2026.10' is attached to a project that is not"
                        + " its own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "image", "image-", "image-A", "image-a..b", "image-../a", "image-a/b", "release", "image-a b"
            })
    void readWhenAClassifierIsNotOneOfAMemberRefuses(String classifier) {
        JsonObject json = Json.tree(lock(own("chart", RELEASE))).getAsJsonObject();
        json.getAsJsonArray("members").get(0).getAsJsonObject().addProperty("classifier", classifier);

        assertThatThrownBy(() -> ReleaseLock.parse(Json.compact(json), "of a test"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Malformed release lock of a test: ");
    }

    @Test
    void ofWhenMembersStandInAnotherOrderIsTheSame() {
        assertThat(lock(member("two", "2"), member("one", "1")))
                .isEqualTo(lock(member("one", "1"), member("two", "2")));
    }

    @Test
    void ofWhenNoNumberIsGivenTakesThatOfTheMembers() {
        ReleaseLock lock = ReleaseLock.of(RELEASE, Optional.empty(), List.of(member("one", "1")), List.of());

        assertThat(lock.buildId().isOfContent()).isTrue();
        assertThat(ReleaseLock.of(RELEASE, Optional.empty(), List.of(member("one", "2")), List.of())
                        .buildId())
                .isNotEqualTo(lock.buildId());
    }

    @Test
    void ofWhenTwoMembersAreOfOneRepositoryOrVersionRefuses() {
        ReleaseMember one = member("one", "1");
        ReleaseMember other = new ReleaseMember(
                Coordinates.of("com.acme:two:1.0"),
                Optional.empty(),
                one.buildId(),
                one.repository(),
                one.digest(),
                one.mediaType(),
                one.size(),
                one.platforms(),
                one.record());

        assertThatThrownBy(() -> lock(one, other))
                .hasMessageContaining("two of its members are of the repository 'acme/one'");
        assertThatThrownBy(() -> lock(one, one)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lock()).hasMessageContaining("it has no members");
    }

    /** A value of each kind: nothing of it can be changed under the signature. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme:november",
                "\"2026.11\"",
                "\"7\"",
                "com.acme:one:1.0",
                "\"1\"",
                "acme/one",
                "sha256:",
                "linux/amd64",
                "400",
                "oci.image.manifest",
                "\"latest\""
            })
    void verifyWhenAValueWasChangedDoesNotCount(String value) throws IOException {
        Path file = directory.resolve("november-release.json");
        lock(member("one", "1")).signed(KEY).write(file);
        String text = Files.readString(file);
        String changed = value.equals("sha256:")
                ? text.replaceFirst(
                        "sha256:.", "sha256:" + (text.charAt(text.indexOf("sha256:") + 7) == '0' ? '1' : '0'))
                : text.replaceFirst(value, other(value));
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);

        ReleaseLock read = ReleaseLock.parse(Files.readAllBytes(file), "of a test");

        assertThat(read.isAsSigned()).isFalse();
        assertThat(read.verify(TRUSTED)).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void verifyWhenTheSignatureIsOfABuildRecordPretends() {
        JsonObject json = Json.tree(lock(member("one", "1"))).getAsJsonObject();
        json.add("signature", BuildRecordTest.record().signed(KEY).signature().orElseThrow());

        ReleaseLock lock = Json.read(json, ReleaseLock.class, "lock");

        assertThat(lock.isAsSigned()).isFalse();
        assertThat(lock.verify(TRUSTED)).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void verifyWhenNobodySignedItIsUntrusted() {
        assertThat(lock(member("one", "1")).verify(TRUSTED)).isInstanceOf(Verdict.Untrusted.class);
        assertThat(lock(member("one", "1")).isAsSigned()).isTrue();
        assertThat(lock(member("one", "1")).signed(TestKeys.next()).verify(TRUSTED))
                .isInstanceOf(Verdict.Untrusted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"schemaVersion\":1}",
                "{\"schemaVersion\":1,\"type\":\"release\"}",
                "{\"schemaVersion\":1,\"type\":\"release\",\"name\":\"a:b\",\"version\":\"1\",\"buildId\":\"7\",\"members\":[],\"environments\":[]}",
                "{\"schemaVersion\":1,\"type\":\"release\",\"name\":\"a\",\"version\":\"b:1\",\"buildId\":\"7\",\"members\":[null],\"environments\":[]}",
                "{\"schemaVersion\":1,\"schemaVersion\":1}",
                "[]",
                ""
            })
    void readWhenItIsNoLockSaysSo(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("november-release.json"), content);

        assertThatThrownBy(() -> ReleaseLock.parse(Files.readAllBytes(file), "of a test"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Malformed release lock of a test: ");
    }

    @Test
    void isOneWhenAFileIsAskedAnswersByItsContentOrElseItsName() throws IOException {
        Path lock = directory.resolve("november-release.json");
        lock(member("one", "1")).write(lock);
        Path record = directory.resolve("shop-image.json");
        BuildRecordTest.record().write(record);
        Path broken =
                Files.write(directory.resolve("broken-release.json"), "{\"type\":".getBytes(StandardCharsets.UTF_8));

        assertThat(ReleaseLock.isOne(lock)).isTrue();
        assertThat(ReleaseLock.isOne(record)).isFalse();
        assertThat(ReleaseLock.isOne(broken)).isTrue();
        assertThat(ReleaseLock.isOne(Files.move(broken, directory.resolve("broken.json"))))
                .isFalse();
        assertThat(ReleaseLock.isOne(directory)).isFalse();
        assertThat(ReleaseLock.isOne(directory.resolve("none.json"))).isFalse();
    }

    private static String other(String value) {
        if (value.equals("oci.image.manifest")) {
            return "oci.image.index";
        }
        return value.endsWith("\"")
                ? value.substring(0, value.length() - 1) + "0\""
                : value.equals("400") ? "401" : value + "0";
    }

    private ReleaseLock written(ReleaseLock lock) throws IOException {
        Path file = directory.resolve("november-release.json");
        lock.write(file);
        return ReleaseLock.parse(Files.readAllBytes(file), "of a test");
    }

    private static ReleaseLock lock(ReleaseMember... members) {
        return ReleaseLock.of(
                RELEASE,
                Optional.of(BuildId.of("7")),
                List.of(members),
                BuildRecordTest.record().environments());
    }

    private static ReleaseMember member(String name, String build) {
        return new ReleaseMember(
                Coordinates.of("com.acme:" + name + ":1.0"),
                Optional.empty(),
                BuildId.of(build),
                RepositoryName.of("acme/" + name),
                Digest.sha256((name + build).getBytes(StandardCharsets.UTF_8)),
                MediaType.OCI_MANIFEST,
                400,
                List.of(Platform.of("linux/amd64")),
                Digest.sha256(build.getBytes(StandardCharsets.UTF_8)));
    }

    private static ReleaseMember own(String name, Coordinates coordinates) {
        return new ReleaseMember(
                coordinates,
                Optional.of(ReleaseMember.classifier(name)),
                BuildId.of("7"),
                RepositoryName.of("acme/" + name),
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)),
                MediaType.OCI_MANIFEST,
                400,
                List.of(),
                Digest.sha256(new byte[0]));
    }
}
