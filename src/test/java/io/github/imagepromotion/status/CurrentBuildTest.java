package io.github.imagepromotion.status;

import static io.github.imagepromotion.plugin.console.Told.told;
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
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.status.Flag.Kind;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionRecords;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which build is named as current, and what is said where that is not known; in a real registry. */
@NeedsTools
class CurrentBuildTest {
    private static final int LOOKED_AT = 20;
    private static final RepositoryName NAME = RepositoryName.of("acme/shop");
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Tag LATEST = Tag.of("latest");
    private static DockerRegistry docker;
    private static int tests;

    private final Map<String, Environment> environments = new LinkedHashMap<>();
    private final String prefix = "t" + ++tests;
    private final Map<String, Registry> registries = new ConcurrentHashMap<>();
    private String registry = url();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path cache;

    private static String url() {
        return docker.url();
    }

    @BeforeAll
    static void start() {
        docker = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stop() {
        docker.close();
    }

    @AfterEach
    void closeRegistries() throws IOException {
        for (Registry open : registries.values()) {
            open.close();
        }
    }

    @Test
    void currentWhenNoTagTellsAndBuildIdsHaveNoOrderIsThatOfTheNewestRecord() throws IOException {
        environment("prod");
        promote("prod", 0, LOOKED_AT + 5, build -> "content-%012x".formatted(0xfffL - build));

        Holding prod = read("prod");

        assertThat(prod.current().orElseThrow().name()).isEqualTo("content-000000000fe7");
        assertThat(prod.promotions()).hasSize(LOOKED_AT + 5);
        assertThat(prod.flags()).isEmpty();
    }

    @Test
    void currentWhenNoTagTellsAndTheCounterBeganAgainIsThatOfTheNewestRecord() throws IOException {
        environment("prod");
        promote("prod", 80, 100 + LOOKED_AT, Integer::toString);
        promote("prod", "1", 1);
        promote("prod", "2", 2);

        assertThat(read("prod").current().orElseThrow().name()).isEqualTo("2");
    }

    @Test
    void currentWhenThereAreTooManyBuildsToReadSaysWhatWasLookedAt() throws IOException {
        try (QuirkyRegistry server = new QuirkyRegistry()) {
            registry = "http://" + server.authority();
            environment("prod");
            promote("prod", 1, 503, Integer::toString);
            promote("prod", "1", 1);

            Holding prod = read("prod");

            assertThat(prod.current().orElseThrow().name()).isEqualTo("502");
            assertThat(prod.flags())
                    .singleElement()
                    .satisfies(flag -> assertThat(flag.kind()).isEqualTo(Kind.NOT_ALL_READ))
                    .satisfies(flag -> assertThat(flag.isProblem()).isFalse())
                    .satisfies(flag -> assertThat(told(flag.text()))
                            .contains(
                                    "no moving tag says which build it runs, and only 500 of 502 builds were looked at,"
                                            + " those whose BuildIds come last, numbers in them as numbers",
                                    "-Dimage.builds=502"));
        }
    }

    @Test
    void holdingWhenBuildIdsHaveNoOrderAndATagTellsSaysThatNotAllWereLookedAt() throws IOException {
        environment("prod", LATEST);
        promote("prod", 0, LOOKED_AT + 5, build -> "content-%012x".formatted(0xfffL - build));

        Holding prod = read("prod");

        assertThat(prod.current().orElseThrow().name()).isEqualTo("content-000000000fe7");
        assertThat(prod.flags()).singleElement().satisfies(flag -> assertThat(told(flag.text()))
                .contains("only 21 of 25 builds were looked at", "do not tell which build is newer"));
    }

    @Test
    void lagWhenBuildsInBetweenWereNotLookedAtIsAtLeastThat() throws IOException {
        environment("dev", LATEST);
        environment("prod", LATEST);
        promote("dev", 1, LOOKED_AT + 21, Integer::toString);
        promote("prod", "5", 5);

        assertThat(read("prod").lag().orElseThrow())
                .satisfies(lag -> assertThat(lag.builds()).isEqualTo(LOOKED_AT))
                .satisfies(lag -> assertThat(lag.atLeast()).isTrue());

        promote("prod", "36", 36);

        assertThat(read("prod").lag().orElseThrow())
                .satisfies(lag -> assertThat(lag.builds()).isEqualTo(4))
                .satisfies(lag -> assertThat(lag.atLeast()).isFalse());
    }

    @Test
    void currentWhenOnlyAnotherEnvironmentKnowsItIsItsBuildAndFlagged() throws IOException {
        environment("dev", LATEST);
        environment("test", LATEST);
        environment("prod", LATEST);
        promote("test", "2", 2);
        promote("prod", "1", 1);
        tag("prod", LATEST, 2);

        Holding prod = read("prod");

        assertThat(prod.current().orElseThrow()).satisfies(build -> {
            assertThat(build.name()).isEqualTo("2");
            assertThat(build.version()).contains("1.2");
            assertThat(build.promotion()).isEmpty();
        });
        assertThat(prod.lag().orElseThrow().builds()).isZero();
        assertThat(prod.flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.kind()).isEqualTo(Kind.DRIFT))
                .satisfies(
                        flag -> assertThat(told(flag.text()))
                                .contains(
                                        "(build '2' of 'test', which was never promoted here), but the promotion of build '1'"));
    }

    @Test
    void currentWhenOnlyATagOfAnotherEnvironmentKnowsItIsItsBuildToo() throws IOException {
        environment("dev", LATEST);
        environment("prod", LATEST);
        for (int build = 1; build <= LOOKED_AT + 5; build++) {
            tag("dev", Tag.of(Integer.toString(build)), build);
        }
        tag("prod", LATEST, 3);

        Holding prod = read("prod");

        assertThat(prod.current().orElseThrow().name()).isEqualTo("3");
        assertThat(prod.flags()).singleElement().satisfies(flag -> assertThat(told(flag.text()))
                .contains("no promotion is recorded here; since when its build, build '3' of 'dev'"));
    }

    @Test
    void currentWhenNobodyKnowsItIsItsDigest() throws IOException {
        environment("test", LATEST);
        environment("prod", LATEST);
        promote("test", "2", 2);
        promote("prod", "1", 1);
        tag("prod", LATEST, 77);

        assertThat(read("prod").current().orElseThrow().name())
                .isEqualTo(image(77).descriptor().digest().abbreviated());
    }

    private void environment(String id, Tag... moving) {
        environments.put(
                id,
                TestEnvironments.of(
                        id,
                        List.of(RegistryAddress.of(registry + "/" + prefix + "/" + id)),
                        List.of(moving),
                        List.of()));
    }

    private Holding read(String environment) throws IOException {
        StatusRequest request = new StatusRequest(
                new Environments(List.copyOf(environments.values())),
                List.of(NAME),
                new StatusRequest.Keys(Map.of(), Map.of()),
                new StatusRequest.Depth(LOOKED_AT, Map.of()),
                4,
                cache);
        return new PipelineReader(
                        (address, of) -> Registries.open(address, Accesses.anonymous()), new Quiet(), Clock.systemUTC())
                .read(request).holdings().stream()
                        .filter(holding -> holding.environment().equals(environment))
                        .findFirst()
                        .orElseThrow();
    }

    private static ImageManifest image(int number) {
        return ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, CONFIG), List.of(), Map.of("build", Integer.toString(number)));
    }

    private Repository repository(Environment environment) {
        RegistryAddress address = environment.registries().get(0);
        return registries
                .computeIfAbsent(environment.id(), id -> Registries.open(address, Accesses.anonymous()))
                .repository(address.locate(NAME));
    }

    /** As somebody does by hand. */
    private void tag(String id, Tag tag, int number) throws IOException {
        Repository repository =
                repository(Optional.ofNullable(environments.get(id)).orElseThrow());
        Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, CONFIG);
        if (!repository.has(config)) {
            repository.push(config, BlobSource.inMemory(List.of(CONFIG)), List.of());
        }
        repository.tag(tag, image(number));
    }

    private void promote(String id, String buildId, int number) throws IOException {
        promote(id, number, number + 1, build -> buildId);
    }

    /** One after the other, an hour each, as their records say; the registry is told of all at once. */
    private void promote(String id, int from, int until, IntFunction<String> buildIds) throws IOException {
        Instant begin = now;
        now = now.plusSeconds((until - from) * 3600L);
        record(id, buildIds.apply(from), from, begin);
        List<Integer> rest = IntStream.range(from + 1, until).boxed().toList();
        Parallel.forEach(
                rest,
                8,
                number -> record(id, buildIds.apply(number), number, begin.plusSeconds((number - from) * 3600L)));
        for (Tag tag : Optional.ofNullable(environments.get(id)).orElseThrow().movingTags()) {
            tag(id, tag, until - 1);
        }
    }

    private void record(String id, String buildId, int number, Instant at) throws IOException {
        Environment environment = Optional.ofNullable(environments.get(id)).orElseThrow();
        Repository repository = repository(environment);
        ImageManifest image = image(number);
        tag(id, Tag.of(buildId), number);
        PromotionRecord record = PromotionRecords.of(
                environment,
                repository.name(),
                image.descriptor().digest(),
                BuildId.of(buildId),
                new Coordinates("com.acme", "shop", "1." + number),
                at);
        Document document = PromotionRecords.document(record, image.descriptor().plain(), Attester.UNSIGNED);
        repository.push(document.manifest().blobs().get(1), document.blobs(), List.of());
        repository.attach(List.of(document));
    }

    private static final class Quiet implements StatusLog {
        @Override
        public void progress(int done, int all) {}

        @Override
        public String explain(Exception failure) {
            return String.valueOf(failure.getMessage());
        }
    }
}
