package io.github.imagepromotion.promotion;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.PromotionEvent.Completed;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.tagging.LockTag;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a promotion. Dev is a real docker-registry, test and prod are directories: what holds in one kind of
 * registry holds in the other.
 */
@NeedsTools
class PromoterTest {
    private static final Tag BUILD = Tag.of("4711");
    private static final Tag LATEST = Tag.of("latest");

    private static DockerRegistry docker;

    @TempDir
    private Path directory;

    private final List<ImageArchive> open = new ArrayList<>();
    private UnaryOperator<Repository> inTheWay = UnaryOperator.identity();
    private Environments environments;
    private String run;

    @BeforeAll
    static void startRegistry() {
        docker = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        docker.close();
    }

    @BeforeEach
    void configure() {
        run = "run-" + Integer.toHexString(System.identityHashCode(directory)) + "-" + System.nanoTime();
        environments = new Environments(List.of(
                environment("dev", List.of(), docker.url() + "/" + run),
                environment("test", List.of("dev"), directories("test")),
                environment("prod", List.of("test"), directories("eu"), directories("us"))));
    }

    @AfterEach
    void closeArchives() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
    }

    @Test
    void promoteWhenNewTagsTheArtifactsDigestEverywhere() throws IOException {
        Candidate shop = candidate("shop", 1);

        List<PromotionResult> results = promote(List.of(shop), "dev", "test", "prod");

        assertThat(results).extracting(PromotionResult::outcome).containsOnly(Outcome.PROMOTED);
        assertThat(results).extracting(PromotionResult::environment).containsExactly("dev", "test", "prod");
        for (Repository repository : repositories("shop")) {
            assertThat(digest(repository, BUILD)).contains(shop.digest());
            assertThat(digest(repository, LATEST)).contains(shop.digest());
            for (Descriptor blob : shop.archive().image().blobs()) {
                assertThat(repository.read(blob, 1_000_000))
                        .isEqualTo(shop.archive().read(blob, 1_000_000));
            }
        }
    }

    @Test
    void promoteWhenAnIndexKeepsItsDigestAndPutsChildrenFirst() throws IOException {
        Path file = Archives.write(
                directory.resolve("multi.tar"),
                TestImages.twoPlatforms(2, 4000),
                Archives.identity("multi", BUILD.name()));
        Candidate multi = candidate(file);

        promote(List.of(multi), "dev", "test");

        assertThat(digest(repository("dev", 0, "multi"), BUILD)).contains(multi.digest());
        assertThat(digest(repository("test", 0, "multi"), BUILD)).contains(multi.digest());
    }

    @Test
    void promoteWhenAlreadyThereWritesNothing() throws IOException {
        Candidate shop = candidate("shop", 1);
        promote(List.of(shop), "dev");
        AtomicBoolean written = new AtomicBoolean();
        inTheWay = real -> new Observed(real, written);

        List<PromotionResult> results = promote(List.of(shop), "dev");

        assertThat(results).extracting(PromotionResult::outcome).containsExactly(Outcome.UNCHANGED);
        assertThat(results.get(0).bytesUploaded()).isZero();
        assertThat(written).isFalse();
    }

    @Test
    void promoteWhenTheMovingTagIsElsewhereMovesItAndSaysWhatItWas() throws IOException {
        Candidate older = candidate("shop", 1);
        promote(List.of(older), "dev");
        Candidate newer = candidate(Archives.write(
                directory.resolve("newer.tar"), TestImages.single(9, 100), Archives.identity("shop", "4712")));

        List<PromotionResult> results = promote(List.of(newer), "dev");

        assertThat(digest(repository("dev", 0, "shop"), LATEST)).contains(newer.digest());
        assertThat(digest(repository("dev", 0, "shop"), BUILD)).contains(older.digest());
        assertThat(results.get(0).images().get(0).previous())
                .containsEntry("latest", older.digest())
                .hasSize(1);
    }

    @Test
    void promoteWhenTheBuildIdNamesAnotherDigestRefusesTheWholeSet() throws IOException {
        promote(List.of(candidate("shop", 1)), "dev");
        Candidate other = candidate("shop", 2);
        Candidate innocent = candidate("cart", 3);

        assertThatThrownBy(() -> promote(List.of(innocent, other), "dev"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Promoted nothing", other.digest().toString(), "-Dimage.buildId"));
        assertThat(repository("dev", 0, "cart").tags()).isEmpty();
        assertThat(repository("dev", 0, "cart")
                        .has(innocent.archive().image().blobs().get(1)))
                .isFalse();
    }

    @Test
    void promoteWhenThePredecessorLacksItRefusesAndNamesTheWay() throws IOException {
        Candidate shop = candidate("shop", 1);

        assertThatThrownBy(() -> promote(List.of(shop), "prod"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'prod' comes after 'test'", "-Dimage.environment=test"));
        assertThat(repository("prod", 0, "shop").tags()).isEmpty();
    }

    @Test
    void promoteWhenThePredecessorHoldsAnotherDigestRefuses() throws IOException {
        promote(List.of(candidate("shop", 1)), "dev");

        assertThatThrownBy(() -> promote(List.of(candidate("shop", 2)), "test"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'test' comes after 'dev'");
        assertThat(repository("test", 0, "shop").tags()).isEmpty();
    }

    @Test
    void promoteWhenDryWritesNothing() throws IOException {
        Candidate shop = candidate("shop", 1);
        AtomicBoolean written = new AtomicBoolean();
        inTheWay = real -> new Observed(real, written);

        List<PromotionResult> results =
                promotion(List.of(shop)).to("dev", "test").dry(true).promote();

        assertThat(results).extracting(PromotionResult::outcome).containsOnly(Outcome.PLANNED);
        assertThat(written).isFalse();
        assertThat(repository("dev", 0, "shop").tags()).isEmpty();
    }

    @Test
    void promoteWhenTheArchiveIsDamagedPushesNothing() throws IOException {
        Path file = Archives.write(
                directory.resolve("shop.tar"), TestImages.single(1, 4000), Archives.identity("shop", BUILD.name()));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6000] ^= 1;
        Files.write(file, bytes);
        AtomicBoolean written = new AtomicBoolean();
        inTheWay = real -> new Observed(real, written);

        assertThatThrownBy(() -> promote(List.of(candidate(file)), "dev"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("shop.tar");
        assertThat(written).isFalse();
    }

    @Test
    void promoteWhenOneImageCannotBeSentTagsNone() throws IOException {
        Candidate shop = candidate("shop", 1);
        Candidate cart = candidate("cart", 2);
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom)
                    throws IOException {
                if (name().value().endsWith("cart")) {
                    throw new IOException("cut");
                }
                return super.push(blob, source, mountFrom);
            }
        };

        assertThatThrownBy(() -> promote(List.of(shop, cart), "dev")).isInstanceOf(IOException.class);
        inTheWay = UnaryOperator.identity();
        assertThat(repository("dev", 0, "shop").tags()).allMatch(tag -> LockTag.isLock(tag.name()));
        assertThat(repository("dev", 0, "cart").tags()).allMatch(tag -> LockTag.isLock(tag.name()));

        promote(List.of(shop, cart), "dev");
        assertThat(digest(repository("dev", 0, "cart"), BUILD)).contains(cart.digest());
    }

    @Test
    void promoteWhenAnotherPromotionTagsMeanwhileTagsNothing() throws IOException {
        Candidate shop = candidate("shop", 1);
        Candidate rival = candidate("shop", 2);
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public synchronized List<Descriptor> referrers(Digest subject) throws IOException {
                UnaryOperator<Repository> faulty = inTheWay;
                inTheWay = UnaryOperator.identity();
                promote(List.of(rival), "dev");
                inTheWay = faulty;
                return super.referrers(subject);
            }
        };

        assertThatThrownBy(() -> promote(List.of(shop), "dev"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("another promotion", rival.digest().toString());
        inTheWay = UnaryOperator.identity();
        assertThat(digest(repository("dev", 0, "shop"), BUILD)).contains(rival.digest());
        assertThat(digest(repository("dev", 0, "shop"), LATEST)).contains(rival.digest());
    }

    @Test
    void promoteWhenTheTagReadsBackDifferentlySaysSo() throws IOException {
        Candidate shop = candidate("shop", 1);
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public Optional<Manifest> manifest(Reference reference) throws IOException {
                return reference.equals(BUILD) ? Optional.empty() : super.manifest(reference);
            }
        };

        assertThatThrownBy(() -> promote(List.of(shop), "dev"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("reads back as absent", shop.digest().toString());
    }

    @Test
    void promoteWhenTwoImagesHaveOneNameRefuses() throws IOException {
        Candidate one = candidate("shop", 1);
        Candidate two = candidate("shop", 2);

        assertThatThrownBy(() -> promote(List.of(one, two), "dev"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("<repository>"));
    }

    @Test
    void promoteWhenTheSecondEnvironmentFailsHasToldTheFirstsResult() throws IOException {
        Candidate shop = candidate("shop", 1);
        inTheWay = real -> real.displayName().startsWith("oci:") ? new Full(real) : real;
        List<PromotionResult> told = new ArrayList<>();

        assertThatThrownBy(() -> promotion(List.of(shop))
                        .to("dev", "test")
                        .heardBy(event -> {
                            if (event instanceof Completed completed) {
                                told.add(completed.result());
                            }
                        })
                        .promote())
                .hasMessage("full");
        assertThat(told).singleElement().satisfies(result -> {
            assertThat(result.environment()).isEqualTo("dev");
            assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
        });
        assertThat(digest(repository("dev", 0, "shop"), BUILD)).contains(shop.digest());
        assertThat(digest(repository("test", 0, "shop"), BUILD)).isEmpty();
    }

    @Test
    void repairWhenTheManifestOfAPlatformIsGoneBringsItBack() throws IOException {
        Candidate multi = candidate(Archives.write(
                directory.resolve("multi.tar"),
                TestImages.twoPlatforms(2, 4000),
                Archives.identity("multi", BUILD.name())));
        promote(List.of(multi), "dev", "test");
        Manifest child = multi.archive().image().manifests().get(0);
        Files.delete(directory.resolve("test/acme/multi/blobs/"
                + child.descriptor().digest().toString().replace(':', '/')));

        List<PromotionResult> repaired = repair(multi);

        assertThat(repaired).extracting(PromotionResult::outcome).containsExactly(Outcome.UNCHANGED, Outcome.PROMOTED);
        assertThat(repository("test", 0, "multi").manifest(child.descriptor().digest()))
                .isPresent();
        assertThat(repair(multi)).extracting(PromotionResult::outcome).containsOnly(Outcome.UNCHANGED);
    }

    private List<PromotionResult> repair(Candidate candidate) throws IOException {
        return promotion(List.of(candidate)).to("dev", "test").repairing(true).promote();
    }

    private static final class Full extends DelegatingRegistry.Delegate {
        Full(Repository real) {
            super(real);
        }

        @Override
        public void put(Manifest manifest) {
            throw new ImageException("full");
        }
    }

    private static final class Observed extends DelegatingRegistry.Delegate {
        private final AtomicBoolean written;

        Observed(Repository real, AtomicBoolean written) {
            super(real);
            this.written = written;
        }

        @Override
        public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) throws IOException {
            written.set(true);
            return super.push(blob, source, mountFrom);
        }

        @Override
        public void put(Manifest manifest) throws IOException {
            written.set(true);
            super.put(manifest);
        }

        @Override
        public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                throws IOException {
            written.set(true);
            return super.swap(tag, expected, manifest, precondition);
        }
    }

    private List<PromotionResult> promote(List<Candidate> candidates, String... names) throws IOException {
        return promotion(candidates).to(names).promote();
    }

    private PromotionFixture promotion(List<Candidate> candidates) {
        return PromotionFixture.of(candidates).through((address, environment) -> connect(address));
    }

    private Registry connect(RegistryAddress address) {
        return new DelegatingRegistry(Registries.open(address, Accesses.anonymous()), inTheWay);
    }

    private Candidate candidate(String name, long seed) throws IOException {
        return candidate(Archives.write(
                directory.resolve(name + "-" + seed + ".tar"),
                TestImages.single(seed, 4000, 900),
                Archives.identity(name, BUILD.name())));
    }

    private Candidate candidate(Path file) throws IOException {
        ImageArchive archive = ImageArchive.open(file);
        open.add(archive);
        return new Candidate(archive, "a test", environments);
    }

    private String directories(String name) {
        return "oci:" + directory.resolve(name);
    }

    private static Environment environment(String id, List<String> after, String... registries) {
        return TestEnvironments.of(
                id, List.of(registries).stream().map(RegistryAddress::of).toList(), List.of(LATEST), after);
    }

    private List<Repository> repositories(String name) {
        return List.of(
                repository("dev", 0, name),
                repository("test", 0, name),
                repository("prod", 0, name),
                repository("prod", 1, name));
    }

    private Repository repository(String environment, int registry, String name) {
        RegistryAddress address =
                environments.find(environment).orElseThrow().registries().get(registry);
        return Registries.open(address, Accesses.anonymous())
                .repository(address.locate(RepositoryName.of("acme/" + name)));
    }

    private static Optional<Digest> digest(Repository repository, Tag tag) throws IOException {
        return repository.manifest(tag).map(Manifest::descriptor).map(Descriptor::digest);
    }
}
