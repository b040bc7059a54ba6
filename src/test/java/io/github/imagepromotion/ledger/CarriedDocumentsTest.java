package io.github.imagepromotion.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.SharedTagContent;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which documents leave a place with the image: those of its build, and of other tools. */
class CarriedDocumentsTest {
    private static final Attester BUILDER = attester(1, SignatureForm.BUNDLE);
    private static final Attester PROMOTER = attester(2, SignatureForm.BUNDLE);

    private final TestImage image = TestImages.single(1, 400);
    private final Descriptor top = image.image().top().plain();

    private static Attester attester(int key, SignatureForm form) {
        return new Attester(Optional.of(TestKeys.fixed(key)), form);
    }

    /** Signature, SBOM and provenance. */
    private List<Document> build(Attester attester) {
        Identity identity = Archives.identity("shop", "42");
        Provenance provenance = new Provenance(
                new Provenance.Builder("https://ci.example", "1.0"),
                identity,
                new Provenance.Parameters("image:build", new JsonObject(), List.of()),
                List.of(),
                List.of());
        Attachment sbom =
                new Attachment("bom.json", Attachment.CYCLONEDX, "{\"is\":\"sbom\"}".getBytes(StandardCharsets.UTF_8));
        return new BuildDocuments(attester, Optional.of(provenance), List.of(sbom), identity.repository())
                .about(image.image(), List.of());
    }

    private Document statement(String type, Attester attester) {
        return attester.statement(new InTotoStatement(Optional.empty(), top.digest(), type, new JsonObject()), top);
    }

    private Document signature(Attester attester) {
        return attester.signature(top, "r.example/shop").orElseThrow();
    }

    private static List<Document> all(List<Document> documents, Document... more) {
        List<Document> all = new ArrayList<>(documents);
        all.addAll(List.of(more));
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PromotionRecord.PREDICATE_TYPE,
                Decision.PREDICATE_TYPE,
                Decision.PLAN_PREDICATE_TYPE,
                DeploymentRecord.PREDICATE_TYPE,
                "https://imagepromotion.github.io/promotion/v9"
            })
    void carriedWhenADocumentSaysWhatHappenedThereLeavesItAndWhatIsAboutIt(String type) throws IOException {
        List<Document> build = build(BUILDER);
        Document unsigned = statement(type, Attester.UNSIGNED);
        Document about = PROMOTER.signature(unsigned.descriptor().plain(), "r.example/shop")
                .orElseThrow();

        assertThat(CarriedDocuments.of(all(build, unsigned, statement(type, PROMOTER), about)))
                .hasSize(3)
                .isEqualTo(build);
    }

    @Test
    void carriedWhenAPromoterSignedItLeavesThatSignature() throws IOException {
        List<Document> signed = build(BUILDER);
        List<Document> unsigned = build(Attester.UNSIGNED);
        Document record = statement(PromotionRecord.PREDICATE_TYPE, PROMOTER);
        InTotoStatement provenance =
                Finding.of(unsigned.get(1), List.of()).get(0).statement().orElseThrow();

        assertThat(CarriedDocuments.of(all(signed, signature(PROMOTER), record)))
                .isEqualTo(signed);
        assertThat(CarriedDocuments.of(all(unsigned, signature(PROMOTER), PROMOTER.statement(provenance, top), record)))
                .hasSize(2)
                .isEqualTo(unsigned);
    }

    /** One key for both, and a signature of someone who promoted nothing. */
    @Test
    void carriedWhenItIsSignedByItsBuilderOrByOthersKeepsTheSignature() throws IOException {
        List<Document> build = all(build(BUILDER), signature(attester(3, SignatureForm.BUNDLE)));
        Document record = statement(PromotionRecord.PREDICATE_TYPE, BUILDER);

        assertThat(CarriedDocuments.of(all(build, record))).hasSize(4).isEqualTo(build);
    }

    @Test
    void carriedWhenStatementsShareATagKeepsThoseOfTheBuild() throws IOException {
        Attester legacy = attester(1, SignatureForm.LEGACY);
        List<Document> build = build(legacy);
        Document provenance = build.get(2);
        Document record = statement(PromotionRecord.PREDICATE_TYPE, legacy);
        Document both = SharedTagContent.both(provenance.manifest(), provenance.blobs(), record);
        Document shared = new Document(both.content(), joined(provenance, both), both.tag());

        List<Document> carried = CarriedDocuments.of(List.of(build.get(0), build.get(1), shared));

        assertThat(shared.manifest().blobs()).hasSize(3);
        assertThat(carried).hasSize(3).startsWith(build.get(0), build.get(1));
        assertThat(carried.get(2).tag()).isEqualTo(provenance.tag());
        assertThat(carried.get(2).digest()).as("as the build wrote it").isEqualTo(provenance.digest());
        assertThat(CarriedDocuments.of(List.of(record))).isEmpty();
    }

    private static BlobSource joined(Document one, Document other) {
        return (blob, offset) ->
                (one.manifest().blobs().contains(blob) ? one : other).blobs().open(blob, offset);
    }

    /** Whatever others attached goes along, as it is. */
    @ParameterizedTest
    @EnumSource
    void carriedWhenADocumentIsOfOthersKeepsIt(Odd odd) throws IOException {
        MediaType type = MediaType.of(odd.type);
        Document document = Document.of(type, top, type, odd.content.getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(document.manifest()).isInstanceOf(ImageManifest.class);
        assertThat(CarriedDocuments.of(List.of(document))).containsExactly(document);
    }

    private enum Odd {
        TEXT("text/plain", "https://imagepromotion.github.io/promotion/v1"),
        BROKEN_BUNDLE("application/vnd.dev.sigstore.bundle.v0.3+json", "{"),
        BROKEN_STATEMENT("application/vnd.in-toto+json", "[]"),
        EMPTY("application/octet-stream", "");

        private final String type;
        private final String content;

        Odd(String type, String content) {
            this.type = type;
            this.content = content;
        }
    }
}
