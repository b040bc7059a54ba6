package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.http.TestRegistries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole promotions to registries that are odd in one way, or in several. */
class PromotionQuirksTest {
    private static final Tag LATEST = Tag.of("latest");
    private static final int CHUNK = 64 * 1024;

    @TempDir
    private Path directory;

    private final TestImage image = TestImages.twoPlatforms(3, 150_000, 900);
    private final RetryBudget retries = Accesses.unlimited();

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFERRERS_500", "REFERRERS_FILTERED"})
    void promoteWhenTheRegistryIsOddSetsTheTagsOfWhatIsThere(Quirk quirk) throws IOException {
        try (QuirkyRegistry server = new QuirkyRegistry(quirk)) {
            promote(server, "dev");
            isWhole(server, "dev");
            promote(server, "prod");
            isWhole(server, "prod");
        }
    }

    @Test
    void promoteWhenEveryThingIsOddAtOnceSetsTheTagsOfWhatIsThere() throws IOException {
        Quirk[] all = {
            Quirk.RANGE_STAYS_AT_FIRST,
            Quirk.UPLOAD_STATUS_REFUSED,
            Quirk.EXPECT_REFUSED,
            Quirk.MOUNT_LIES,
            Quirk.BLOB_COLLECTED,
            Quirk.LOCATION_ODD,
            Quirk.DOWNLOAD_REDIRECTED,
            Quirk.HEAD_403,
            Quirk.PULL_ONLY_REFUSED,
            Quirk.LATE,
            Quirk.TYPE_TEXT,
            Quirk.REFERRERS_PAGED,
            Quirk.SUBJECT_FIRST
        };
        try (QuirkyRegistry server = new QuirkyRegistry(all)) {
            promote(server, "dev");
            isWhole(server, "dev");
            promote(server, "prod");
            isWhole(server, "prod");
        }
    }

    @ParameterizedTest
    @CsvSource({"REFERRERS_500,no referrers today", "REFERRERS_FILTERED,left some out"})
    void promoteWhenReferrersCannotBeListedSetsTheTagsAndSaysHowToRecordLater(Quirk quirk, String said)
            throws IOException {
        try (QuirkyRegistry server = new QuirkyRegistry(quirk)) {
            for (int run = 0; run < 2; run++) {
                assertThatThrownBy(() -> promote(server, "dev"))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContainingAll("is promoted and its tags are set", said, "Run the same command");
                isWhole(server, "dev");
            }
            server.end(quirk);
            assertThat(promote(server, "dev").images().get(0).record()).isPresent();
        }
    }

    /** Nothing is tagged when what was collected is collected again and again. */
    @Test
    void promoteWhenABlobNeverStaysEndsInTimeAndTagsNothing() throws IOException {
        try (QuirkyRegistry server = new QuirkyRegistry()) {
            server.refuse((method, path) -> method.equals("PUT") && path.contains("/manifests/")
                    ? Optional.of(java.util.Map.entry(
                            400, "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"unknown\"}]}"))
                    : Optional.empty());
            RetryBudget two = new RetryBudget(2, java.time.Duration.ofMinutes(1), Clock.systemUTC());
            assertThatThrownBy(() -> promote(server, "dev", two))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("lacks what it names", "MANIFEST_BLOB_UNKNOWN", "run the same command");
            assertThat(server.stored("dev/acme/shop", "latest")).isEmpty();
            assertThat(two.taken()).hasSize(2);
        }
    }

    private void isWhole(QuirkyRegistry server, String environment) {
        String repository = environment + "/acme/shop";
        byte[] top = image.top().bytes();
        assertThat(server.stored(repository, "1")).hasValue(top);
        assertThat(server.stored(repository, "latest")).hasValue(top);
        for (Manifest manifest : image.image().manifests()) {
            assertThat(server.stored(repository, manifest.descriptor().digest().toString()))
                    .hasValue(manifest.bytes());
        }
        for (Descriptor blob : image.image().blobs()) {
            assertThat(server.stored(repository, blob.digest().toString()))
                    .hasValueSatisfying(bytes -> assertThat(bytes).hasSize((int) blob.size()));
        }
    }

    private PromotionResult promote(QuirkyRegistry server, String to) throws IOException {
        return promote(server, to, retries);
    }

    private PromotionResult promote(QuirkyRegistry server, String to, RetryBudget budget) throws IOException {
        Environment dev = environment(server, "dev", "prod");
        Environment prod = environment(server, "prod", "dev");
        RecordSettings records = PromotionFixture.records(directory.resolve("state"));
        try (ImageArchive archive = ImageArchive.open(archive())) {
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev, prod)));
            return PromotionFixture.of(candidate)
                    .to(to)
                    .through((address, environment) ->
                            TestRegistries.open((RegistryAddress.Host) address, Accesses.anonymous(), CHUNK))
                    .within(budget)
                    .recorded(records)
                    .promote()
                    .get(0);
        }
    }

    /** Blobs may be mounted from the other one. */
    private static Environment environment(QuirkyRegistry server, String id, String other) {
        RegistryAddress address = RegistryAddress.of("http://" + server.authority() + "/" + id);
        List<RepositoryName> mountFrom = List.of(RepositoryName.of(other + "/acme/shop"));
        return TestEnvironments.of(
                id,
                new Location(List.of(address), Optional.empty(), false, mountFrom, Connection.STANDARD),
                List.of(LATEST),
                List.of());
    }

    private Path archive() throws IOException {
        Path file = directory.resolve("image.tar");
        TestImage note = TestImages.artifact(image.image().top(), 9);
        Document document = new Document(note.image(), note.blobs(), Optional.empty());
        new ArchiveWriter(
                        image.image(),
                        Archives.identity("shop", "1"),
                        image.blobs(),
                        Optional.empty(),
                        List.of(document))
                .write(file);
        return file;
    }
}
