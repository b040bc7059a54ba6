package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Operation;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a promotion costs a real registry, counted on the wire. */
class RequestCountTest {
    @TempDir
    Path directory;

    private final List<Head> requests = new CopyOnWriteArrayList<>();
    private final DockerRegistry registry = DockerRegistry.anonymous();
    private FaultProxy proxy;

    @BeforeEach
    void listen() {
        proxy = FaultProxy.start(registry.url(), Faults.NONE, new Traffic() {
            @Override
            public void requested(Head request) {
                requests.add(request);
            }
        });
    }

    @AfterEach
    void stop() {
        proxy.close();
        registry.close();
    }

    @Test
    void promoteWhenUnchangedTakesAtMostThreeRequestsAnImage() throws IOException {
        promote(TestImages.twoPlatforms(3, 5000, 900));
        requests.clear();

        List<PromotionResult> results = promote(TestImages.twoPlatforms(3, 5000, 900));

        assertThat(results.get(0).outcome()).isEqualTo(PromotionResult.Outcome.UNCHANGED);
        assertThat(requests).hasSizeBetween(1, 3);
    }

    @Test
    void promoteWhenNewAsksForEachBlobOnce() throws IOException {
        TestImage image = TestImages.twoPlatforms(4, 5000, 900, 300);

        promote(image);

        assertThat(requests.stream()
                        .filter(request -> Operation.of(request) == Operation.BLOB_HEAD)
                        .map(Head::target))
                .doesNotHaveDuplicates()
                .hasSize(image.image().blobs().size());
    }

    private List<PromotionResult> promote(TestImage image) throws IOException {
        Path file = Archives.write(directory.resolve("image.tar"), image, Archives.identity("shop", "42"));
        Environment dev = new Environment(
                "dev",
                List.of(RegistryAddress.of(proxy.url())),
                Optional.empty(),
                List.of(Tag.of("latest")),
                false,
                false,
                List.of(),
                List.of());
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev)));
            return new Promoter(
                            (environment, address) -> Registries.open(address, Accesses.anonymous()),
                            new PromoterTest.Quiet(),
                            Clock.systemUTC())
                    .promote(new PromotionRequest(
                            List.of(candidate), List.of("dev"), false, RetryBudget.unlimited(), 4));
        }
    }
}
