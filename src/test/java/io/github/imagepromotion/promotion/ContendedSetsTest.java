package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Latency;
import io.github.imagepromotion.faults.proxy.Operation;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.PromotionEvent.Planned;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two promotions at once that have both planned before the first of them tags, in a real registry that is far away. */
@NeedsTools
class ContendedSetsTest {
    private static final Duration ONE_WAY = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final DockerRegistry docker = DockerRegistry.anonymous();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<ImageArchive> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
        proxies.forEach(FaultProxy::close);
        docker.close();
    }

    @Test
    void promoteWhenEachOfTwoMovesAnotherImageOfTheSetOneIsMade() throws Exception {
        FaultProxy proxy = proxy(Latency.of(ONE_WAY));
        promote(set(proxy, "0", Map.of("a", 10, "b", 20)), plan -> {});

        List<Optional<String>> refusals =
                bothAtOnce(set(proxy, "1", Map.of("a", 11, "b", 20)), set(proxy, "2", Map.of("a", 10, "b", 22)));

        assertThat(refusals).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(refusals).filteredOn(Optional::isPresent).allSatisfy(refusal -> assertThat(refusal.orElseThrow())
                .contains("Tagged nothing", ":latest' was moved from", "by another promotion"));
        boolean first = refusals.get(0).isEmpty();
        assertThat(crane("a:latest")).isEqualTo(digest(first ? 11 : 10));
        assertThat(crane("b:latest")).isEqualTo(digest(first ? 20 : 22));
        assertThat(tags("a")).contains(first ? "1" : "2").doesNotContain(first ? "2" : "1");
    }

    @Test
    void promoteWhenTwoArtifactsHaveOneBuildIdAndATagTakesLongOneIsMade() throws Exception {
        FaultProxy proxy = proxy(new Latency(
                () -> ONE_WAY,
                request -> Operation.of(request) == Operation.TAG_PUT ? Duration.ofMillis(500) : Duration.ZERO));

        List<Optional<String>> refusals =
                bothAtOnce(set(proxy, "7", Map.of("a", 30), List.of()), set(proxy, "7", Map.of("a", 31), List.of()));

        assertThat(refusals).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(refusals).filteredOn(Optional::isPresent).allSatisfy(refusal -> assertThat(refusal.orElseThrow())
                .contains("Tagged nothing", "A BuildId tag never changes"));
        assertThat(crane("a:7")).isEqualTo(digest(refusals.get(0).isEmpty() ? 30 : 31));
    }

    @Test
    void promoteWhenNobodyElseIsThereTakesTheLockWhileContentIsOnItsWay() throws Exception {
        CountDownLatch confirmed = new CountDownLatch(1);
        CompletableFuture<Boolean> overlaps = new CompletableFuture<>();
        FaultProxy proxy = proxy(new Traffic() {
            private volatile boolean written;

            @Override
            public void requested(Head request) {
                if (Operation.of(request) == Operation.MANIFEST_PUT) {
                    try {
                        overlaps.complete(confirmed.await(20, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }

            @Override
            public void answered(Head request, int status) {
                if (request.target().endsWith("/promotion-lock")) {
                    written |= request.method().equals("PUT");
                    if (written && request.method().equals("GET")) {
                        confirmed.countDown();
                    }
                }
            }
        });

        promote(set(proxy, "1", Map.of("a", 40)), plan -> {});

        assertThat(overlaps).isCompletedWithValue(true);
    }

    private FaultProxy proxy(Traffic traffic) {
        FaultProxy proxy = FaultProxy.start(docker.url(), Faults.NONE, traffic);
        proxies.add(proxy);
        return proxy;
    }

    /** What each was refused for; empty for one that was made. */
    private static List<Optional<String>> bothAtOnce(List<Candidate> one, List<Candidate> other) throws Exception {
        CyclicBarrier planned = new CyclicBarrier(2);
        Function<List<Candidate>, CompletableFuture<Optional<String>>> begin =
                set -> CompletableFuture.supplyAsync(() -> {
                    try {
                        promote(set, plan -> {
                            try {
                                planned.await(30, TimeUnit.SECONDS);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
                        return Optional.empty();
                    } catch (ImageException e) {
                        return Optional.of(String.valueOf(e.getMessage()));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        CompletableFuture<Optional<String>> first = begin.apply(one);
        CompletableFuture<Optional<String>> second = begin.apply(other);
        return List.of(first.get(2, TimeUnit.MINUTES), second.get(2, TimeUnit.MINUTES));
    }

    private static void promote(List<Candidate> set, java.util.function.Consumer<Plan> planned) throws IOException {
        PromotionFixture.of(set)
                .to("dev")
                .heardBy(event -> {
                    if (event instanceof Planned each) {
                        planned.accept(each.plan());
                    }
                })
                .promote();
    }

    private List<Candidate> set(FaultProxy proxy, String build, Map<String, Integer> images) throws IOException {
        return set(proxy, build, images, List.of(Tag.of("latest")));
    }

    private List<Candidate> set(FaultProxy proxy, String build, Map<String, Integer> images, List<Tag> moving)
            throws IOException {
        Environments environments = new Environments(
                List.of(TestEnvironments.of("dev", List.of(RegistryAddress.of(proxy.url())), moving, List.of())));
        List<Candidate> set = new ArrayList<>();
        for (Map.Entry<String, Integer> image : images.entrySet()) {
            ImageArchive archive = ImageArchive.open(Archives.write(
                    directory.resolve(image.getKey() + "-" + open.size() + ".tar"),
                    TestImages.single(image.getValue(), 500),
                    Archives.identity(image.getKey(), build)));
            open.add(archive);
            set.add(new Candidate(archive, "a test", environments));
        }
        return set;
    }

    private static Digest digest(int seed) {
        return TestImages.single(seed, 500).image().top().digest();
    }

    private Digest crane(String reference) {
        String digest = new String(
                Commands.run(Commands.peer("crane"), "digest", "--insecure", docker.authority() + "/acme/" + reference),
                StandardCharsets.UTF_8);
        return Digest.of(digest.strip());
    }

    private List<String> tags(String name) {
        return new String(
                        Commands.run(Commands.peer("crane"), "ls", "--insecure", docker.authority() + "/acme/" + name),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
