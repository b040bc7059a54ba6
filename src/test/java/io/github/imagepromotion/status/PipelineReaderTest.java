package io.github.imagepromotion.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.http.HttpRegistry;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionRecords;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three environments with 500 builds each: what reading them costs, counted at the server. */
class PipelineReaderTest {
    private static final int BUILDS = 500;
    private static final int PAGE = 200;
    private static final int PAGES = 3;
    private static final int LOOKED_AT = 20;
    private static final int LISTED = 50;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final RepositoryName NAME = RepositoryName.of("acme/shop");
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> IDS = List.of("dev", "test", "prod");

    private final QuirkyRegistry server = new QuirkyRegistry();
    private final AtomicInteger told = new AtomicInteger();

    @TempDir
    private Path cache;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readWhenThereAreManyBuildsTakesABoundedNumberOfRequests() throws IOException {
        fill();

        List<String> newest = requests(Map.of());
        List<String> again = requests(Map.of());
        List<String> history = requests(history(LISTED));
        List<String> all = requests(history(BUILDS));
        int toldOf = told.get();
        List<String> allAgain = requests(history(BUILDS));

        assertThat(List.of(newest, again, history, all, allAgain)).allSatisfy(run -> {
            assertThat(run).filteredOn(line -> line.contains("/tags/list")).hasSize(PAGES * IDS.size());
            assertThat(run).filteredOn(line -> line.contains("/tags/list")).doesNotHaveDuplicates();
            assertThat(run).filteredOn(line -> line.contains("/blobs/")).doesNotHaveDuplicates();
            assertThat(run).filteredOn(line -> line.contains("/referrers/")).doesNotHaveDuplicates();
        });
        // For each environment: pages, the moving tag, the newest builds; of each its tag and the list of its
        // documents, and of one also the fallback tag, as long as it is not known that there are such lists.
        int asked = IDS.size() * (PAGES + 1 + 2 * LOOKED_AT + 1);
        assertThat(again).hasSizeLessThanOrEqualTo(asked);
        assertThat(again).noneMatch(line -> line.contains("/blobs/"));
        // Once, of each: manifest and content of the record; of the current ones also manifest and config.
        assertThat(newest).hasSizeLessThanOrEqualTo(asked + IDS.size() * (2 * LOOKED_AT + 2));
        // A history takes as many as it shows builds, however many there are.
        int askedOfListed = IDS.size() * (PAGES + 1 + 2 * LISTED + 1);
        assertThat(history).hasSizeLessThanOrEqualTo(askedOfListed + IDS.size() * 2 * (LISTED - LOOKED_AT));
        int askedOfAll = IDS.size() * (PAGES + 1 + 2 * BUILDS + 1);
        assertThat(allAgain).hasSizeLessThanOrEqualTo(askedOfAll);
        assertThat(allAgain).noneMatch(line -> line.contains("/blobs/"));
        assertThat(all).hasSizeLessThanOrEqualTo(askedOfAll + IDS.size() * 2 * BUILDS);
        assertThat(toldOf).isEqualTo(IDS.size() * BUILDS);
    }

    @Test
    void readWhenTheCacheWasSpoiledAsksAgainAndFindsTheSame() throws IOException {
        fill();
        List<String> first = requests(Map.of());
        List<Path> kept;
        try (Stream<Path> files = Files.walk(cache)) {
            kept = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : kept) {
            Files.write(file, new byte[(int) Files.size(file)]);
        }

        List<String> spoiled = requests(Map.of());

        assertThat(kept).isNotEmpty();
        assertThat(content(spoiled)).isNotEmpty().isEqualTo(content(first));
        assertThat(requests(Map.of())).noneMatch(PipelineReaderTest::isImmutable);
    }

    /** The digests whose content was asked for. */
    private static Set<String> content(List<String> requests) {
        return requests.stream()
                .filter(PipelineReaderTest::isImmutable)
                .map(request -> request.substring(request.lastIndexOf('/')))
                .collect(Collectors.toSet());
    }

    /** What is asked for by digest, its content and not only whether it is there. */
    private static boolean isImmutable(String request) {
        return request.startsWith("GET ") && (request.contains("/blobs/") || request.contains("/manifests/sha256:"));
    }

    private static Map<String, Integer> history(int builds) {
        return IDS.stream().collect(Collectors.toMap(id -> id, id -> builds));
    }

    private List<String> requests(Map<String, Integer> history) throws IOException {
        server.requests().clear();
        told.set(0);
        StatusRequest request = new StatusRequest(
                environments(),
                List.of(NAME),
                new StatusRequest.Keys(Map.of(), Map.of()),
                new StatusRequest.Depth(LOOKED_AT, history),
                4,
                cache);
        Pipeline pipeline = new PipelineReader(
                        (address, environment) -> open(address), new Counting(), Clock.systemUTC())
                .read(request);
        assertThat(pipeline.holdings()).allSatisfy(holding -> {
            int read = history.getOrDefault(holding.environment(), LOOKED_AT);
            assertThat(holding.flags())
                    .extracting(Flag::kind)
                    .isEqualTo(history.isEmpty() || read == BUILDS ? List.of() : List.of(Flag.Kind.NOT_ALL_READ));
            assertThat(holding.tags()).isEqualTo(BUILDS);
            assertThat(holding.current().orElseThrow().name()).isEqualTo(Integer.toString(BUILDS));
            assertThat(holding.promotions()).hasSize(read);
        });
        return List.copyOf(server.requests());
    }

    private Environments environments() {
        List<Environment> list = new ArrayList<>();
        for (String id : IDS) {
            list.add(TestEnvironments.of(
                    id,
                    List.of(RegistryAddress.of("http://" + server.authority() + "/" + id)),
                    List.of(Tag.of("latest")),
                    list.isEmpty()
                            ? List.of()
                            : List.of(list.get(list.size() - 1).id())));
        }
        return new Environments(list);
    }

    private static Registry open(RegistryAddress address) {
        return HttpRegistry.open((RegistryAddress.Host) address, Accesses.anonymous());
    }

    private void fill() throws IOException {
        server.pageTags(PAGE);
        for (Environment environment : environments().list()) {
            RegistryAddress address = environment.registries().get(0);
            try (Registry registry = open(address)) {
                Repository repository = registry.repository(address.locate(NAME));
                BlobSource config = BlobSource.inMemory(List.of(CONFIG));
                repository.push(Descriptor.of(MediaType.OCI_CONFIG, CONFIG), config, List.of());
                List<Integer> numbers = IntStream.rangeClosed(1, BUILDS).boxed().toList();
                Parallel.forEach(numbers, 4, number -> promote(environment, repository, number));
                repository.tag(Tag.of("latest"), image(BUILDS));
            }
        }
    }

    private static ImageManifest image(int number) {
        return ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, CONFIG), List.of(), Map.of("build", Integer.toString(number)));
    }

    private static void promote(Environment environment, Repository repository, int number) throws IOException {
        ImageManifest image = image(number);
        BuildId buildId = BuildId.of(Integer.toString(number));
        PromotionRecord record = PromotionRecords.of(
                environment,
                repository.name(),
                image.descriptor().digest(),
                buildId,
                new Coordinates("com.acme", "shop", "1.0"),
                BEGIN.plusSeconds(number * 3600L));
        Document document = PromotionRecords.document(record, image.descriptor().plain(), Attester.UNSIGNED);
        Descriptor content = document.manifest().blobs().get(1);
        repository.push(content, document.blobs(), List.of());
        repository.tag(buildId.tag(), image);
        repository.attach(List.of(document));
    }

    private final class Counting implements StatusLog {
        @Override
        public void progress(int done, int all) {
            told.accumulateAndGet(done, Math::max);
            assertThat(all).isLessThanOrEqualTo(IDS.size() * BUILDS);
        }

        @Override
        public String explain(Exception failure) {
            return String.valueOf(failure.getMessage());
        }
    }
}
