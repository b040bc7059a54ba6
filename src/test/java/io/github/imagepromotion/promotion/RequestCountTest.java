package io.github.imagepromotion.promotion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Operation;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a promotion costs a real registry, counted on the wire. */
@NeedsTools
class RequestCountTest {
    @TempDir
    Path directory;

    private final RecordedRegistry registry = new RecordedRegistry();
    private final List<Head> requests = registry.requests;

    @AfterEach
    void stop() {
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
    void promoteWhenUnchangedWithDocumentsAsksForTheirListOnce() throws IOException {
        TestImage image = TestImages.single(5, 900);
        List<Document> documents = List.of(note(image, "one"), note(image, "two"), note(image, "three"));
        promote(image, documents);
        requests.clear();

        List<PromotionResult> results = promote(image, documents);

        assertThat(results.get(0).outcome()).isEqualTo(PromotionResult.Outcome.UNCHANGED);
        assertThat(requests)
                .as("two tags, the list that this registry does not have, and the fallback tag")
                .hasSizeBetween(1, 5)
                .noneMatch(request -> request.method().equals("PUT"));
    }

    @Test
    void promoteWhenDocumentsAreNewWritesTheirListOnce() throws IOException {
        TestImage image = TestImages.single(6, 900);

        promote(image, List.of(note(image, "one"), note(image, "two"), note(image, "three")));

        assertThat(requests.stream()
                        .filter(request -> Operation.of(request) == Operation.TAG_PUT)
                        .filter(request -> !request.target().endsWith("/promotion-lock")))
                .as("the BuildId, latest, and one list for all")
                .hasSize(3);
    }

    @Test
    void pushWhenALargeBlobWasTakenAsksForNoMoreLeave() throws IOException {
        TestImage image = TestImages.single(7, 1_500_000, 1_600_000, 1_700_000);
        try (Registry near = Registries.open(registry.address(), Accesses.anonymous())) {
            Repository shop = near.repository(RepositoryName.of("shop"));
            for (Descriptor blob : image.image().blobs()) {
                shop.push(blob, image.blobs(), List.of());
            }
        }

        assertThat(requests.stream().filter(request -> request.field("Expect").isPresent()))
                .hasSize(1);
    }

    private static Document note(TestImage image, String text) {
        MediaType type = MediaType.of("application/vnd.example.note");
        return Document.of(type, image.image().top(), MediaType.of("text/plain"), text.getBytes(UTF_8), Map.of());
    }

    @Test
    void promoteWhenNewAsksForEachBlobOnce() throws IOException {
        TestImage image = TestImages.twoPlatforms(4, 5000, 900, 300);
        promote(TestImages.single(8, 700), List.of(), "41");
        requests.clear();

        promote(image);

        assertThat(requests.stream()
                        .filter(request -> Operation.of(request) == Operation.BLOB_HEAD)
                        .map(Head::target))
                .doesNotHaveDuplicates()
                .hasSize(image.image().blobs().size());
    }

    @Test
    void promoteWhenTheRepositoryIsNewAsksForLargeBlobsOnly() throws IOException {
        TestImage image = TestImages.single(9, 100_000, 900);

        promote(image);

        assertThat(requests.stream()
                        .filter(request -> Operation.of(request) == Operation.BLOB_HEAD)
                        .map(Head::target))
                .singleElement()
                .asString()
                .endsWith(image.image().blobs().stream()
                        .filter(blob -> blob.size() >= 100_000)
                        .findFirst()
                        .orElseThrow()
                        .digest()
                        .toString());
    }

    private List<PromotionResult> promote(TestImage image) throws IOException {
        return promote(image, List.of());
    }

    private List<PromotionResult> promote(TestImage image, List<Document> documents) throws IOException {
        return promote(image, documents, "42");
    }

    private List<PromotionResult> promote(TestImage image, List<Document> documents, String build) throws IOException {
        Path file = directory.resolve(build + ".tar");
        new ArchiveWriter(image.image(), Archives.identity("shop", build), image.blobs(), Optional.empty(), documents)
                .write(file);
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", registry.dev());
            return PromotionFixture.of(candidate).to("dev").promote();
        }
    }
}
