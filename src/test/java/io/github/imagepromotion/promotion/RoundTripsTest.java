package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many round trips of a promotion follow each other, with a registry that is far enough away: the requests that each
 * began when the one before was answered, from the last one back to the first. A busy machine can only add to that, so
 * the best of a few tries counts.
 */
@NeedsTools
class RoundTripsTest {
    private static final Duration ONE_WAY = Duration.ofMillis(100);
    private static final int TRIES = 12;
    /** An answer that a busy machine takes up late is asked for again before it is acted upon. */
    private static final int LATE = 1;
    /** Times of its own change of a list for which a promotion watches that. */
    private static final int WATCH = 5;

    private static final int[] LAYERS = {1000, 2000, 3000};
    private static final int[] CHANGED = {1000, 2000, 3001};

    @TempDir
    private Path directory;

    private DockerRegistry registry;
    private final RoundTrips roundTrips = new RoundTrips();

    @BeforeEach
    void start() {
        registry = DockerRegistry.anonymous();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void promoteOfAFirstImageWithDocumentAndRecordTakesFewRoundTripsInARow() throws IOException {
        requireAtMost(17, shop -> promote(shop, LAYERS, "1", true));
    }

    @Test
    void promoteOfAChangedImageWithDocumentAndRecordTakesFewRoundTripsInARow() throws IOException {
        requireAtMost(12, shop -> {
            promote(shop, LAYERS, "1", true);
            roundTrips.clear();
            promote(shop, CHANGED, "2", true);
        });
    }

    @Test
    void promoteOfAnUnchangedImageTakesTwoRoundTrips() throws IOException {
        requireAtMost(2, shop -> {
            promote(shop, LAYERS, "1", true);
            roundTrips.clear();
            promote(shop, LAYERS, "1", true);
        });
    }

    @Test
    void promoteWithoutDocumentsTakesFewRoundTripsInARowBesideTheLock() throws IOException {
        roundTrips.withoutLock();

        requireAtMost(12, shop -> promote(shop, LAYERS, "1", false));
    }

    @Test
    void promoteOfTenImagesSetsTheirTagsInAsManyRoundTripsAsOfOne() throws IOException {
        roundTrips.onlyTags();

        requireAtMost(6 + LATE, shop -> promoteSet(shop, 1));
        requireAtMost(6 + LATE, shop -> promoteSet(shop, 10));
    }

    @Test
    void promoteWhenTheListWasReadBeforeItIsWrittenWatchesItAsIfTheReadingHadTakenNoTime() throws IOException {
        boolean isShort = false;
        for (int i = 0; i < TRIES && !isShort; i++) {
            roundTrips.clear();
            promote("shop" + i, LAYERS, "1", true);
            isShort = roundTrips.watchOfTheList() < WATCH * roundTrips.readAndWrittenList();
        }
        assertThat(isShort).isTrue();
    }

    private interface Work {
        void run(String shop) throws IOException;
    }

    private void requireAtMost(int bound, Work work) throws IOException {
        List<String> row = List.of();
        for (int i = 0; i < TRIES && (row.isEmpty() || row.size() > bound); i++) {
            roundTrips.clear();
            work.run("shop" + i);
            row = roundTrips.longestRow();
        }
        assertThat(row).hasSizeBetween(1, bound);
    }

    private void promote(String shop, int[] layers, String build, boolean recorded) throws IOException {
        TestImage image = TestImages.single(1, layers);
        Path file = write(shop, image, build, recorded ? List.of(note(image)) : List.of());
        RecordSettings records = PromotionFixture.records(directory.resolve("state"));
        try (FaultProxy proxy = FaultProxy.start("http://" + registry.authority(), Faults.NONE, roundTrips);
                ImageArchive archive = ImageArchive.open(file)) {
            PromotionFixture.of(new Candidate(archive, "a test", dev(proxy)))
                    .to("dev")
                    .atOnce(8)
                    .recorded(recorded ? Optional.of(records) : Optional.empty())
                    .promote();
        }
    }

    private void promoteSet(String shop, int images) throws IOException {
        List<ImageArchive> archives = new ArrayList<>();
        try (FaultProxy proxy = FaultProxy.start("http://" + registry.authority(), Faults.NONE, roundTrips)) {
            for (int i = 0; i < images; i++) {
                TestImage image = TestImages.single(i, 1000);
                archives.add(ImageArchive.open(write(shop + "-" + images + "-" + i, image, "1", List.of())));
            }
            PromotionFixture.of(archives.stream()
                            .map(archive -> new Candidate(archive, "a test", dev(proxy)))
                            .toList())
                    .to("dev")
                    .atOnce(32)
                    .promote();
        } finally {
            for (ImageArchive archive : archives) {
                archive.close();
            }
        }
    }

    private static Document note(TestImage image) {
        TestImage note = TestImages.artifact(image.image().top(), 9);
        return new Document(note.image(), note.blobs(), Optional.empty());
    }

    private Path write(String name, TestImage image, String build, List<Document> documents) throws IOException {
        Path file = directory.resolve(name + "-" + build + ".tar");
        new ArchiveWriter(image.image(), Archives.identity(name, build), image.blobs(), Optional.empty(), documents)
                .write(file);
        return file;
    }

    private static Environments dev(FaultProxy proxy) {
        return new Environments(List.of(TestEnvironments.of(
                "dev", List.of(RegistryAddress.of(proxy.url())), List.of(Tag.of("latest")), List.of())));
    }

    /** The requests of a promotion, each with when it was sent and when its answer was there, as the promotion sees it. */
    private static final class RoundTrips implements Traffic {
        private final Map<Head, RoundTrip> open = new IdentityHashMap<>();
        private final List<RoundTrip> answered = new ArrayList<>();
        private Predicate<String> counts = request -> true;

        private static final long LONG = ONE_WAY.multipliedBy(2).toNanos();

        private record RoundTrip(String request, long sent, long answered) {
            boolean isAbout(RoundTrip other) {
                return request.split(" ")[1].equals(other.request.split(" ")[1]);
            }
        }

        void withoutLock() {
            counts = request -> !request.endsWith("/promotion-lock");
        }

        void onlyTags() {
            counts = request -> request.matches(".*/manifests/(1|latest)");
        }

        @Override
        public void requested(Head request) {
            long now = System.nanoTime();
            synchronized (this) {
                open.put(request, new RoundTrip(request.method() + " " + request.target(), now, 0));
            }
            sleep();
        }

        @Override
        public void answered(Head request, int status) {
            sleep();
            synchronized (this) {
                RoundTrip trip = open.remove(request);
                if (counts.test(trip.request())) {
                    answered.add(new RoundTrip(trip.request() + " " + status, trip.sent(), System.nanoTime()));
                }
            }
        }

        synchronized void clear() {
            answered.clear();
        }

        /** How long the list of referrers was left alone at the end, in nanoseconds. */
        synchronized long watchOfTheList() {
            List<RoundTrip> list = list();
            return list.get(list.size() - 1).sent() - list.get(list.size() - 2).answered();
        }

        /** How long the last change of the list took from the request to read it on, in nanoseconds. */
        synchronized long readAndWrittenList() {
            List<RoundTrip> list = list();
            return list.get(list.size() - 2).answered()
                    - list.get(list.size() - 3).sent();
        }

        private List<RoundTrip> list() {
            return answered.stream()
                    .filter(trip -> trip.request().contains("/manifests/sha256-"))
                    .sorted(Comparator.comparing(RoundTrip::answered))
                    .toList();
        }

        /** From the last answer back, each request after the one whose answer let it be sent. */
        synchronized List<String> longestRow() {
            List<String> row = new ArrayList<>();
            Optional<RoundTrip> next = answered.stream().max(Comparator.comparing(RoundTrip::answered));
            while (next.isPresent()) {
                row.add(0, next.get().request());
                next = before(next.get());
            }
            return row;
        }

        /** The last that was answered; where a while has passed since, it was a watch that ended, over what it had written. */
        private Optional<RoundTrip> before(RoundTrip trip) {
            Optional<RoundTrip> last = answered.stream()
                    .filter(before -> before.answered() <= trip.sent())
                    .max(Comparator.comparing(RoundTrip::answered));
            boolean waited = last.filter(before -> trip.sent() - before.answered() > LONG)
                    .isPresent();
            return waited
                    ? answered.stream()
                            .filter(before -> before.answered() <= trip.sent() && before.isAbout(trip))
                            .max(Comparator.comparing(RoundTrip::answered))
                    : last;
        }

        private static void sleep() {
            try {
                Thread.sleep(ONE_WAY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
