package io.github.imagepromotion.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseArtifactTest {
    private static final String TYPE = "application/vnd.io.github.imagepromotion.release.v1";

    @Test
    void ofWhenTheLockIsTheSameIsTheSame() throws IOException {
        byte[] lock = lock("2026.11", Optional.empty());
        ReleaseArtifact artifact = ReleaseArtifact.of(lock);

        assertThat(ReleaseArtifact.of(lock.clone()).digest()).isEqualTo(artifact.digest());
        ImageManifest manifest = artifact.image().imageManifests().get(0);
        assertThat(new String(manifest.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"artifactType\":\"" + TYPE + "\",\"config\":{\"mediaType\":"
                        + "\"application/vnd.oci.empty.v1+json\",\"digest\":\""
                        + Digest.sha256("{}".getBytes(StandardCharsets.UTF_8))
                        + "\",\"size\":2},\"layers\":[{\"mediaType\":"
                        + "\"application/vnd.io.github.imagepromotion.release-lock.v1+json\",\"digest\":\""
                        + Digest.sha256(lock) + "\",\"size\":" + lock.length
                        + ",\"annotations\":{\"org.opencontainers.image.title\":\"november-2026.11-release.json\"}}],"
                        + "\"annotations\":{\"org.opencontainers.image.title\":\"com.acme:november\","
                        + "\"org.opencontainers.image.version\":\"2026.11\"}}");
        assertThat(artifact.blobs().read(manifest.layers().get(0), 1_000_000)).isEqualTo(lock);
        assertThat(artifact.image().artifactType()).contains(TYPE);
    }

    @Test
    void ofWhenTheLockIsSignedIsAnother() {
        ReleaseLock unsigned = release("2026.11", Optional.empty());

        assertThat(ReleaseArtifact.of(Json.pretty(unsigned.signed(TestKeys.next())))
                        .digest())
                .isNotEqualTo(ReleaseArtifact.of(Json.pretty(unsigned)).digest());
    }

    @Test
    void readWhenItIsAReleaseHasItsLock() throws IOException {
        ReleaseArtifact artifact = ReleaseArtifact.of(lock("2026.11", Optional.empty()));

        assertThat(ReleaseArtifact.read(artifact.image(), artifact.blobs())
                        .orElseThrow()
                        .lock())
                .isEqualTo(artifact.lock());
    }

    @Test
    void readWhenItIsSomethingElseIsEmpty() throws IOException {
        ImageManifest other = manifest("application/x-other", Descriptor.of(ReleaseArtifact.LOCK_TYPE, new byte[1]));

        assertThat(ReleaseArtifact.read(Image.of(other.descriptor(), List.of(other)), BlobSource.inMemory(List.of())))
                .isEmpty();
    }

    @Test
    void readWhenTheManifestIsNotThatOfItsLockRefuses() {
        byte[] lock = lock("2026.11", Optional.empty());
        Descriptor layer = Descriptor.of(ReleaseArtifact.LOCK_TYPE, lock);
        for (Descriptor each : List.of(layer, layer.withMediaType(MediaType.OCI_LAYER))) {
            ImageManifest other = manifest(TYPE, each);

            assertThatThrownBy(() -> ReleaseArtifact.read(
                            Image.of(other.descriptor(), List.of(other)), BlobSource.inMemory(List.of(lock))))
                    .isInstanceOf(DamagedContentException.class)
                    .hasMessageContaining(other.descriptor().digest() + ": it says that it is a release");
        }
    }

    private static ImageManifest manifest(String type, Descriptor layer) {
        return ImageManifest.artifact(type, ImageManifest.EMPTY, List.of(layer), Optional.empty(), Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "2026.11, 42, 2026.11",
        "2026.11, '', 2026.11",
        "1.0+7, 42, 1.0_7",
        "1.0-SNAPSHOT, 42, 1.0-SNAPSHOT-42",
    })
    void identityWhenItIsAReleaseHasItsVersionAsTag(String version, String buildId, String tag) {
        Optional<BuildId> number =
                Optional.of(buildId).filter(text -> !text.isEmpty()).map(BuildId::of);

        assertThat(ReleaseArtifact.of(lock(version, number)).identity())
                .isEqualTo(new Identity(
                        Coordinates.of("com.acme:november:" + version),
                        RepositoryName.of("november"),
                        BuildId.of(tag)));
    }

    @Test
    void identityWhenASnapshotHasNoNumberTellsItsLocksApart() {
        ReleaseLock unsigned = release("1.0-SNAPSHOT", Optional.empty());
        byte[] lock = Json.pretty(unsigned);
        String tag = ReleaseArtifact.of(lock).identity().buildId().value();

        assertThat(tag).isEqualTo("1.0-SNAPSHOT-" + BuildId.ofContent(Digest.sha256(lock)));
        assertThat(ReleaseArtifact.of(Json.pretty(unsigned.signed(TestKeys.next())))
                        .identity()
                        .buildId()
                        .value())
                .isNotEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme:november:promotion-lock, its version cannot be a tag",
        "com.acme:november:1.0 beta, its version cannot be a tag",
        "com.acme:nov+ember:1.0, its artifactId cannot be the name of a repository",
    })
    void identityWhenItCannotBePromotedUnderItRefuses(String coordinates, String why) {
        ReleaseLock lock = ReleaseLock.of(Coordinates.of(coordinates), Optional.empty(), List.of(member()), List.of());
        ReleaseArtifact artifact = ReleaseArtifact.of(Json.pretty(lock));

        assertThatThrownBy(artifact::identity)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Refused the release '" + coordinates + "': " + why);
    }

    @Test
    void repositoryWhenAnEnvironmentNamesNoneIsTheArtifactId() {
        Coordinates release = Coordinates.of("com.acme:November:2026.11");

        assertThat(ReleaseArtifact.repository(environment(Optional.empty()), release))
                .isEqualTo(RepositoryName.of("november"));
        assertThat(ReleaseArtifact.repository(environment(Optional.of(RepositoryName.of("team/releases"))), release))
                .isEqualTo(RepositoryName.of("team/releases"));
    }

    private static Environment environment(Optional<RepositoryName> releaseRepository) {
        Location plain = new Location(List.of(RegistryAddress.of("registry.example")));
        Location location = new Location(
                plain.registries(),
                plain.serverId(),
                plain.insecure(),
                plain.mountFrom(),
                releaseRepository,
                plain.connection());
        return TestEnvironments.of("prod", location, List.of(), List.of());
    }

    private static byte[] lock(String version, Optional<BuildId> buildId) {
        return Json.pretty(release(version, buildId));
    }

    private static ReleaseLock release(String version, Optional<BuildId> buildId) {
        return ReleaseLock.of(Coordinates.of("com.acme:november:" + version), buildId, List.of(member()), List.of());
    }

    private static ReleaseMember member() {
        return new ReleaseMember(
                Coordinates.of("com.acme:shop:1.0"),
                Optional.empty(),
                BuildId.of("7"),
                RepositoryName.of("shop"),
                Digest.sha256(new byte[] {1}),
                MediaType.OCI_MANIFEST,
                1,
                List.of(),
                Digest.sha256(new byte[] {2}));
    }
}
