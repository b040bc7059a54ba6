package io.github.imagepromotion.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges.VersionChange;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes where an image goes, against what is there. */
class ComparisonTest {
    @TempDir
    private Path directory;

    private Environment prod;

    @BeforeEach
    void configure() {
        prod = TestEnvironments.of(
                "prod",
                List.of(RegistryAddress.of("oci:" + directory.resolve("prod"))),
                List.of(Tag.of("latest")),
                List.of());
    }

    @Test
    void ofWhenBothHaveAnSbomComparesTheseAndSaysWhichBuildIsThere() throws IOException {
        try (ImageArchive first = archive(
                        "7",
                        1,
                        "{\"name\": \"kept\", \"version\": \"1\"},{\"name\": \"gone\"},"
                                + "{\"group\": \"org.acme\", \"name\": \"lib\", \"version\": \"1\"}");
                ImageArchive second = archive(
                        "8",
                        2,
                        "{\"name\": \"kept\", \"version\": \"1\"},{\"name\": \"new\"},"
                                + "{\"group\": \"org.acme\", \"name\": \"lib\", \"version\": \"2\"}")) {
            promote(first);

            Comparison comparison = compare(second, List.of());

            assertThat(comparison.before()).contains(first.image().top().digest());
            assertThat(comparison.recorded().orElseThrow().buildId()).isEqualTo(BuildId.of("7"));
            assertThat(comparison.dependencies().source()).isEqualTo("SBOM");
            assertThat(comparison.dependencies().count()).isEqualTo(3);
            assertThat(comparison.dependencies().changes().changed())
                    .isEqualTo(Map.of("org.acme:lib", new VersionChange("1", "2")));
            assertThat(comparison.dependencies().changes().added()).containsOnlyKeys("new");
            assertThat(comparison.dependencies().changes().removed()).containsOnlyKeys("gone");
        }
    }

    @Test
    void ofWhenOneHasNoSbomComparesProvenance() throws IOException {
        try (ImageArchive first = archive("7", 1, "{\"name\": \"kept\"}");
                ImageArchive second = ImageArchive.open(Archives.write(
                        directory.resolve("8.tar"), TestImages.single(2, 400), Archives.identity("shop", "8")))) {
            promote(first);

            assertThat(compare(second, List.of()).dependencies().source()).isEqualTo("provenance");
        }
    }

    @Test
    void ofWhenKeysAreTrustedBelievesNoUnsignedRecord() throws IOException {
        try (ImageArchive first = archive("7", 1, "");
                ImageArchive second = archive("8", 2, "")) {
            promote(first);

            assertThat(compare(second, List.of(TestKeys.next().publicKey())).recorded())
                    .isEmpty();
        }
    }

    private void promote(ImageArchive archive) throws IOException {
        PromotionFixture.of(candidate(archive))
                .to("prod")
                .recorded(PromotionFixture.records(directory.resolve("state")))
                .promote();
    }

    private Comparison compare(ImageArchive archive, List<VerificationKey> trusted) throws IOException {
        RegistryAddress address = prod.registries().get(0);
        try (Registry registry = Registries.open(address, Accesses.anonymous())) {
            return Comparison.of(
                    candidate(archive),
                    prod,
                    registry.repository(address.locate(archive.identity().repository())),
                    trusted,
                    2);
        }
    }

    private Candidate candidate(ImageArchive archive) {
        return new Candidate(archive, "a test", new Environments(List.of(prod)));
    }

    private ImageArchive archive(String build, long seed, String components) throws IOException {
        TestImage image = TestImages.single(seed, 400);
        MediaType type = MediaType.of("application/vnd.cyclonedx+json");
        String sbom = "{\"bomFormat\": \"CycloneDX\", \"components\": [" + components + "]}";
        Document document = Document.of(type, image.image().top(), type, sbom.getBytes(UTF_8), Map.of());
        Path file = directory.resolve(build + ".tar");
        new ArchiveWriter(
                        image.image(),
                        Archives.identity("shop", build),
                        image.blobs(),
                        Optional.empty(),
                        List.of(document))
                .write(file);
        return ImageArchive.open(file);
    }
}
