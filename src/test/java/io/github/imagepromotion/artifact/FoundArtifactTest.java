package io.github.imagepromotion.artifact;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request, archive and build record are of the same project, version, build and image. */
class FoundArtifactTest {
    private static final Identity SHOP = identity("com.acme:shop:1.0", "shop", "7");

    @TempDir
    private Path directory;

    private final TestImage image = TestImages.single(1, 400);

    /** Where downloads are kept is of no use to anyone. */
    @Test
    void recordNameWhenItWasNotNamedByItsFileSaysWhereItWasFound() throws IOException {
        Path archive = Files.createFile(directory.resolve("shop.tar"));
        Path record = Files.createFile(directory.resolve("shop.json"));

        assertThat(FoundArtifact.file(archive).recordName()).isEqualTo("'" + record + "'");
        assertThat(new FoundArtifact(archive, Optional.of(record), "drop 7", Requested.ANYTHING).recordName())
                .isEqualTo("of drop 7");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme:other:1.0, 7",
        "com.acme:shop:2.0, 7",
        "org.acme:shop:1.0, 7",
        "com.acme:shop:1.0-SNAPSHOT, 7",
        "com.acme:shop:1.0, 8"
    })
    void checkWhenAnotherBuildWasAskedForRefusesAndNamesEveryValue(String asked, String buildId) throws IOException {
        Requested requested = Requested.of(Coordinates.of(asked)).withBuildId(BuildId.of(buildId));

        assertThatThrownBy(() -> check(found(SHOP, SHOP).asking(requested)))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(
                        "asked for was build '" + buildId + "' of '" + asked + "'",
                        "the archive says build '7' of 'com.acme:shop:1.0' for 'shop'",
                        "its build record says build '7' of 'com.acme:shop:1.0' for 'shop'",
                        "-Dimage.artifact",
                        "-Dimage.buildId"));
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme:other:1.0, shop, 7",
        "com.acme:shop:1.1, shop, 7",
        "com.acme:shop:1.0, team/shop, 7",
        "com.acme:shop:1.0, shop, 8"
    })
    void checkWhenTheRecordIsOfAnotherBuildRefuses(String coordinates, String repository, String buildId)
            throws IOException {
        Identity other = identity(coordinates, repository, buildId);

        assertThatThrownBy(() -> check(found(SHOP, other)))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "the archive says build '7' of 'com.acme:shop:1.0' for 'shop'",
                        "its build record says build '" + buildId + "' of '" + coordinates + "' for '" + repository
                                + "'")
                .hasMessageNotContaining("asked for was");
    }

    @Test
    void checkWhenTheRecordIsOfAnotherImageRefusesAndNamesBothDigests() throws IOException {
        FoundArtifact found = found(SHOP, SHOP);
        Digest other = Digest.sha256(new byte[] {1});
        record(SHOP, other).write(found.record().orElseThrow());

        assertThatThrownBy(() -> check(found))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        other.toString(), image.image().top().digest().toString());
    }

    @Test
    void checkWhenASnapshotWasAskedForTakesItByItsBaseVersion() throws IOException {
        Identity snapshot = identity("com.acme:shop:1.0-SNAPSHOT", "shop", "7");
        FoundArtifact found = found(snapshot, snapshot);

        assertThat(check(found.asking(Requested.of(Coordinates.of("com.acme:shop:1.0-20261126.071234-5")))))
                .isPresent();
        assertThat(check(found.asking(Requested.of(Coordinates.of("com.acme:shop:1.0-SNAPSHOT")))))
                .isPresent();
        assertThatThrownBy(
                        () -> check(found.asking(Requested.of(Coordinates.of("com.acme:shop:1.1-20261126.071234-5")))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("1.1-20261126.071234-5");
    }

    @Test
    void checkWhenOnlyAFileIsNamedTakesWhatItIs() throws IOException {
        assertThat(check(found(SHOP, SHOP))).map(BuildRecord::identity).contains(SHOP);

        Files.delete(directory.resolve("shop-image.json"));
        assertThat(check(FoundArtifact.file(directory.resolve("shop-image.tar"))))
                .isEmpty();
    }

    /** Whoever may write to a share may put anything under any name. */
    @Test
    void checkWhenADropHoldsAnotherProjectRefuses() throws IOException {
        FoundArtifact shop = found(SHOP, SHOP);
        Path share = directory.resolve("share");
        new Drop(share)
                .publish(
                        Coordinates.of("com.acme:other:1.0"),
                        BuildId.of("7"),
                        List.of(shop.archive(), shop.record().orElseThrow()));

        FoundArtifact found =
                new Drop(share).find("com.acme:other", BuildId.of("7")).get(0);

        assertThatThrownBy(() -> check(found))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("asked for was build '7' of 'com.acme:other'", "'com.acme:shop:1.0'");
    }

    /** Only a build with a record has the environments of its release, whose signature they ask for. */
    @Test
    void checkWhenALockNamesABuildWithoutARecordRefuses() throws IOException {
        FoundArtifact shop = found(SHOP, SHOP);
        Descriptor top = image.image().top();
        ReleaseMember member = new ReleaseMember(
                SHOP.coordinates(),
                Optional.empty(),
                SHOP.buildId(),
                SHOP.repository(),
                top.digest(),
                top.mediaType(),
                top.size(),
                List.of(),
                Digest.sha256(new byte[0]));
        ReleaseLock lock = ReleaseLock.of(
                Coordinates.of("com.acme:november:1"), Optional.of(BuildId.of("1")), List.of(member), List.of());
        Path file = directory.resolve("november-release.json");
        lock.write(file);
        FoundArtifact unrecorded =
                new FoundArtifact(shop.archive(), Optional.empty(), shop.origin(), Requested.ANYTHING);

        assertThatThrownBy(() -> check(unrecorded.of(FoundRelease.file(file, Requested.ANYTHING), member)))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("its build record is not the one that the lock has"));
    }

    private Optional<BuildRecord> check(FoundArtifact found) throws IOException {
        try (ImageArchive archive = ImageArchive.open(found.archive())) {
            return found.check(archive);
        }
    }

    private FoundArtifact found(Identity archive, Identity recorded) throws IOException {
        Path file = Archives.write(directory.resolve("shop-image.tar"), image, archive);
        record(recorded, image.image().top().digest()).write(directory.resolve("shop-image.json"));
        return FoundArtifact.file(file);
    }

    private BuildRecord record(Identity identity, Digest digest) {
        return Records.of(identity, Descriptor.of(MediaType.OCI_MANIFEST, digest, 1), List.of());
    }

    private static Identity identity(String coordinates, String repository, String buildId) {
        return new Identity(Coordinates.of(coordinates), RepositoryName.of(repository), BuildId.of(buildId));
    }
}
