package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a set of images costs a real registry without the referrers API, counted on the wire. */
@NeedsTools
class SetRequestsTest {
    private static final int IMAGES = 10;
    /** More than are handled at once. */
    private static final int MANY = 100;

    private static final int TRIES = 10;
    /** Of four blobs, with a document and a record, a BuildId tag and a moving tag; lock included. */
    private static final int AN_IMAGE = 38;
    /** Of these what is asked or said once more where a machine is slow: what tags, list and lock are, and that it is held. */
    private static final int REPEATED = 14;
    /** So many requests of others come between two of the same image at most, unless the first is made for all images before. */
    private static final int BETWEEN = 80;
    /** Whether it has the referrers API. */
    private static final int A_REGISTRY = 1;

    @TempDir
    private Path directory;

    private final RecordedRegistry registry = new RecordedRegistry();
    private final List<Head> requests = registry.requests;

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void promoteOfASetForTheFirstTimeTakesFewRequestsAnImage() throws IOException {
        promote("first", IMAGES);

        assertThat(requests)
                .filteredOn(request -> !isRepeated(request))
                .as(() -> kinds().toString())
                .hasSizeBetween(1, (AN_IMAGE - REPEATED) * IMAGES + A_REGISTRY);
    }

    /**
     * What was answered is used before the other images have asked the same, so that it is not too old by then. Where the
     * machine was slow between two requests of one image, the second does not count, nor that the lock is still held.
     */
    @Test
    void promoteOfManyImagesForTheFirstTimeTakesAsManyRequestsAnImageAsOfOne() throws IOException {
        promote("many", MANY);

        assertThat(withoutWhatIsSaidOrAskedAgain())
                .as(() -> kinds().toString())
                .hasSizeBetween(1, AN_IMAGE * MANY + MANY / 2);
    }

    private List<String> withoutWhatIsSaidOrAskedAgain() {
        List<String> counted = new ArrayList<>();
        Map<String, Integer> asked = new HashMap<>();
        Map<String, String> before = new HashMap<>();
        List<Head> all = List.copyOf(requests);
        for (int i = 0; i < all.size(); i++) {
            Head request = all.get(i);
            String path = request.target();
            String last = before.getOrDefault(path, "");
            boolean reads = !request.method().equals("PUT");
            boolean again = reads && last.matches("GET|HEAD") && i - asked.getOrDefault(path, 0) <= BETWEEN;
            boolean lock = path.endsWith("/promotion-lock");
            boolean held = lock && (request.method().equals("HEAD") || (last.equals("HEAD") && !isLast(all, i)));
            if (!again && !held) {
                counted.add(request.method() + " " + path);
            }
            asked.put(path, i);
            before.put(path, request.method());
        }
        return counted;
    }

    /** The lock is freed. */
    private static boolean isLast(List<Head> all, int index) {
        String path = all.get(index).target();
        return all.subList(index + 1, all.size()).stream()
                .noneMatch(later -> later.target().equals(path));
    }

    /** The best of a few tries counts: a busy machine can only add to that. */
    @Test
    void promoteOfAnImageForTheFirstTimeTakesFewRequests() throws IOException {
        for (int i = 0; i < TRIES && (requests.isEmpty() || requests.size() > AN_IMAGE + A_REGISTRY); i++) {
            requests.clear();
            promote("alone" + i, 1);
        }

        assertThat(requests).as(() -> kinds().toString()).hasSizeBetween(1, AN_IMAGE + A_REGISTRY);
    }

    private static boolean isRepeated(Head request) {
        String kind = kind(request);
        return kind.startsWith("HEAD ")
                || kind.endsWith("manifests/promotion-lock")
                || kind.equals("GET manifests/sha256-…");
    }

    @Test
    void promoteOfAnUnchangedSetTakesARequestForEachTag() throws IOException {
        promote("same", IMAGES);
        requests.clear();

        List<PromotionResult> results = promote("same", IMAGES);

        assertThat(results.get(0).outcome()).isEqualTo(PromotionResult.Outcome.UNCHANGED);
        assertThat(requests).hasSize(2 * IMAGES).allMatch(request -> request.method()
                .equals("HEAD"));
    }

    private Map<String, Long> kinds() {
        return requests.stream()
                .collect(Collectors.groupingBy(SetRequestsTest::kind, TreeMap::new, Collectors.counting()));
    }

    private static String kind(Head head) {
        return head.method() + " "
                + head.target()
                        .replaceAll("/v2/[^:]*/(blobs|manifests|referrers)/", "$1/")
                        .replaceAll("\\?.*", "")
                        .replaceAll("uploads/.+", "uploads/…")
                        .replaceAll("sha256:[0-9a-f]{64}", "sha256:…")
                        .replaceAll("sha256-[0-9a-f]{64}", "sha256-…");
    }

    private List<PromotionResult> promote(String name, int images) throws IOException {
        List<ImageArchive> archives = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (int i = 0; i < images; i++) {
                TestImage image = TestImages.single(i, 1000, 2000, 3000);
                TestImage note = TestImages.artifact(image.image().top(), 9);
                Path file = directory.resolve(name + i + ".tar");
                new ArchiveWriter(
                                image.image(),
                                Archives.identity(name + "-shop" + i, "1"),
                                image.blobs(),
                                Optional.empty(),
                                List.of(new Document(note.image(), note.blobs(), Optional.empty())))
                        .write(file);
                ImageArchive archive = ImageArchive.open(file);
                archives.add(archive);
                candidates.add(new Candidate(archive, "a test", registry.dev()));
            }
            return PromotionFixture.of(candidates)
                    .to("dev")
                    .atOnce(8)
                    .recorded(PromotionFixture.records(directory.resolve(name)))
                    .promote();
        } finally {
            for (ImageArchive archive : archives) {
                archive.close();
            }
        }
    }
}
