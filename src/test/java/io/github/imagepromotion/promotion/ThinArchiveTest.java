package io.github.imagepromotion.promotion;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first of two layers is the base's: it is in the base's registry, and not in the archive. */
@NeedsTools
class ThinArchiveTest {
    private static final Tag BUILD = Tag.of("42");
    private static final RepositoryName SHOP = RepositoryName.of("acme/shop");

    @TempDir
    Path directory;

    private final TestImage image = TestImages.single(5, 90_000, 700);
    private final Descriptor baseLayer =
            image.image().imageManifests().get(0).layers().get(0);

    private DockerRegistry bases;
    private DockerRegistry prod;
    private ImageArchive thin;

    @BeforeEach
    void writeThinArchive() throws IOException {
        bases = DockerRegistry.anonymous();
        prod = DockerRegistry.anonymous();
        try (Registry registry = open(bases.address())) {
            registry.repository(RepositoryName.of("base/java")).push(baseLayer, image.blobs(), List.of());
        }
        ImageReference base = ImageReference.of(bases.address() + "/base/java@" + Digest.sha256(new byte[] {1}));
        Path file = directory.resolve("thin.tar");
        new ArchiveWriter(
                        image.image(),
                        Archives.identity("shop", "42"),
                        image.blobs(),
                        Optional.of(new ExternalLayers(base, Set.of(baseLayer.digest()))))
                .write(file);
        thin = ImageArchive.open(file);
    }

    @AfterEach
    void stop() throws IOException {
        thin.close();
        bases.close();
        prod.close();
    }

    @Test
    void archiveWhenThinHoldsEverythingButTheBase() throws IOException {
        thin.check(2);

        assertThat(Files.size(thin.file())).isLessThan(baseLayer.size());
        assertThat(thin.image().top().digest()).isEqualTo(image.image().top().digest());
        assertThat(thin.isLeftOut(baseLayer)).isTrue();
    }

    @Test
    void promoteWhenThinTakesTheBaseFromItsRegistry() throws IOException {
        List<PromotionResult> results = promote(prod.address().toString());

        assertThat(results).extracting(PromotionResult::outcome).containsOnly(PromotionResult.Outcome.PROMOTED);
        try (Registry registry = open(prod.address())) {
            Repository shop = registry.repository(SHOP);
            for (Descriptor blob : image.image().blobs()) {
                assertThat(shop.read(blob, 1_000_000)).isEqualTo(image.blobs().read(blob, 1_000_000));
            }
        }
        Commands.run(Commands.peer("crane"), "validate", "--insecure", "--remote", prod.address() + "/acme/shop:42");
    }

    @Test
    void promoteWhenTheBaseIsInTheSameRegistryMountsIt() throws IOException {
        List<PromotionResult> results = promote(bases.address().toString());

        assertThat(results.get(0).images().get(0).blobs())
                .filteredOn(blob -> blob.digest().equals(baseLayer.digest()))
                .extracting(PromotionResult.BlobArrival::action)
                .containsOnly("mounted");
    }

    @Test
    void promoteWhenTheBasesRegistryIsGoneWritesNothingAndSaysWhatIsMissing() throws IOException {
        bases.close();

        assertThatThrownBy(() -> promote(prod.address().toString()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("The thin archive of 'acme/shop:42' lacks " + baseLayer.digest())
                .satisfies(tells("(<thin>false</thin>, -Dimage.thin=false)"));
        assertNothingIsInProd();
    }

    @Test
    void promoteWhenTheBaseNoLongerHasTheLayerWritesNothing() throws IOException {
        stored(path -> path.toString().contains("_layers") && Files.isRegularFile(path))
                .forEach(path -> path.toFile().delete());

        assertThatThrownBy(() -> promote(prod.address().toString()))
                .hasMessageContaining("It does not hold them any more.");
        assertNothingIsInProd();
    }

    @Test
    void promoteWhenTheBasesRegistryServesOtherContentTagsNothing() throws IOException {
        stored(path -> path.endsWith("data")
                        && path.toString().contains(baseLayer.digest().hex()))
                .forEach(ThinArchiveTest::corrupt);

        assertThatThrownBy(() -> promote(prod.address().toString())).isInstanceOf(ImageException.class);
        try (Registry registry = open(prod.address())) {
            assertThat(registry.repository(SHOP).resolve(BUILD)).isEmpty();
            assertThat(registry.repository(SHOP).has(baseLayer)).isFalse();
        }
    }

    @Test
    void promoteWhenTheTargetHasTheLayerNeedsNoBase() throws IOException {
        try (Registry registry = open(prod.address())) {
            registry.repository(SHOP).push(baseLayer, image.blobs(), List.of());
        }
        bases.close();

        assertThat(promote(prod.address().toString()))
                .extracting(PromotionResult::outcome)
                .containsOnly(PromotionResult.Outcome.PROMOTED);
    }

    private void assertNothingIsInProd() throws IOException {
        try (Registry registry = open(prod.address())) {
            assertThat(registry.repository(SHOP).tags()).isEmpty();
            for (Descriptor blob : image.image().blobs()) {
                assertThat(registry.repository(SHOP).has(blob)).isFalse();
            }
        }
    }

    private List<Path> stored(Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(bases.storage())) {
            return files.filter(which).toList();
        }
    }

    private static void corrupt(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<PromotionResult> promote(String registry) throws IOException {
        Environment environment =
                TestEnvironments.of("prod", List.of(RegistryAddress.of(registry)), List.of(), List.of());
        Candidate candidate = new Candidate(thin, "a test", new Environments(List.of(environment)));
        return PromotionFixture.of(candidate)
                .to("prod")
                .within(new RetryBudget(2, java.time.Duration.ofSeconds(5), Clock.systemUTC()))
                .promote();
    }

    private static Registry open(RegistryAddress address) {
        return Registries.open(address, Accesses.anonymous());
    }
}
