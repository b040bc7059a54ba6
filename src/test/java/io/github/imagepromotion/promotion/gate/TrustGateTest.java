package io.github.imagepromotion.promotion.gate;

import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustGateTest {
    private static final Identity SHOP = Archives.identity("shop", "42");
    private static final Attachment SBOM = sbom("{\"bomFormat\":\"CycloneDX\"}");

    @TempDir
    private Path directory;

    private final SigningKey key = TestKeys.next();
    private boolean required = true;
    private Optional<ReleaseLock> lock = Optional.empty();
    private final TestImage image = TestImages.single(1, 400, 90);

    @ParameterizedTest
    @EnumSource
    void answersWhenAllIsSignedPass(SignatureForm form) throws IOException {
        List<Document> documents = documents(Optional.of(key), form, SBOM);

        assertThat(answers(SHOP, documents)).isNotEmpty().allMatch(GateAnswer::passed);
    }

    @Test
    void answersWhenNobodySignedFail() throws IOException {
        List<Document> documents = documents(Optional.empty(), SignatureForm.BUNDLE, SBOM);

        assertThat(failed(SHOP, documents))
                .containsExactly("requireSignature", "requireDocuments provenance", "requireDocuments sbom");
    }

    @Test
    void answersWhenAnotherSignedFail() throws IOException {
        List<Document> documents = documents(Optional.of(TestKeys.next()), SignatureForm.BUNDLE, SBOM);

        assertThat(failed(SHOP, documents)).contains("requireSignature");
    }

    @Test
    void answersWhenTheArchiveHasAnotherNumberOrProjectFail() throws IOException {
        List<Document> documents = documents(Optional.of(key), SignatureForm.BUNDLE, SBOM);

        assertThat(failed(Archives.identity("shop", "43"), documents)).contains("provenance");
        assertThat(failed(Archives.identity("other", "42"), documents)).contains("provenance");
    }

    @Test
    void answersWhenTheSbomIsAnotherFail() throws IOException {
        List<Document> documents = new ArrayList<>(documents(Optional.of(key), SignatureForm.BUNDLE, SBOM));
        documents.removeIf(document -> document.artifactType().equals(Attachment.CYCLONEDX.value()));
        Attachment other = sbom("{\"bomFormat\":\"CycloneDX\",\"components\":[]}");
        documents.add(Document.of(other.type(), image.image().top(), other.type(), other.content(), Map.of()));

        assertThat(failed(SHOP, documents)).containsExactly("requireDocuments sbom", "documents");
    }

    @Test
    void answersWhenASignatureIsOfAnotherImageFail() throws IOException {
        List<Document> documents = documents(Optional.of(key), SignatureForm.BUNDLE, SBOM);
        Document foreign = new Attester(Optional.of(key), SignatureForm.BUNDLE)
                .signature(TestImages.single(2, 10).image().top(), "acme/shop")
                .orElseThrow();
        List<Document> replayed = new ArrayList<>(documents);
        replayed.add(about(foreign));

        assertThat(failed(SHOP, replayed)).containsExactly("forged", "documents");
    }

    /** Image and provenance: a signature alone says nothing about the build. */
    @Test
    void answersWhenProvenanceIsUnsignedOrLeftOutFail() throws IOException {
        List<Document> unsigned = documents(Optional.empty(), SignatureForm.BUNDLE, SBOM);
        Document signature = new Attester(Optional.of(key), SignatureForm.BUNDLE)
                .signature(image.image().top(), "acme/shop")
                .orElseThrow();
        List<Document> both = new ArrayList<>(unsigned);
        both.add(signature);

        assertThat(refusals(List.of(signature))).contains("no trusted key signed provenance");
        assertThat(refusals(both)).contains("no trusted key signed provenance");
        assertThat(refusals(List.of())).contains("no trusted key signed the image", "<requireSignature>");
    }

    @Test
    void answersWhenNoSignatureIsAskedForSaySo() throws IOException {
        required = false;

        assertThat(answers(SHOP, List.of()))
                .contains(GateAnswer.pass(
                        "requireSignature",
                        Message.of("no trusted key signed the image, and none has to")
                                .because(GateReason.SIGNATURE_OPTIONAL)));
    }

    /** It proves nothing, and contradicts all the same. */
    @Test
    void answersWhenUnsignedProvenanceIsOfAnotherBuildFail() throws IOException {
        required = false;
        List<Document> unsigned = documents(Optional.empty(), SignatureForm.BUNDLE, SBOM);

        assertThat(failed(Archives.identity("other", "42"), unsigned)).contains("provenance");
        assertThat(failed(SHOP, unsigned)).doesNotContain("provenance");
    }

    private String refusals(List<Document> documents) throws IOException {
        return answers(SHOP, documents).stream()
                .filter(answer -> answer.gate().equals("requireSignature"))
                .map(answer -> answer.outcome() + " " + told(answer.reason()))
                .findFirst()
                .orElseThrow();
    }

    /** An imported image keeps what it had: the provenance of the import names it. */
    @Test
    void answersWhenTheImageHadDocumentsBeforePass() throws IOException {
        Document before = new Attester(Optional.of(TestKeys.next()), SignatureForm.BUNDLE)
                .signature(image.image().top(), "upstream/shop")
                .orElseThrow();
        List<Document> named = new ArrayList<>(
                build(Optional.of(key), SignatureForm.BUNDLE, SBOM).about(image.image(), List.of(before)));
        List<Document> unnamed = new ArrayList<>(documents(Optional.of(key), SignatureForm.BUNDLE, SBOM));
        named.add(before);
        unnamed.add(before);

        assertThat(failed(SHOP, named)).isEmpty();
        assertThat(failed(SHOP, unnamed)).containsExactly("documents");
    }

    /** The same signed content, attached to this image. */
    private Document about(Document foreign) throws IOException {
        byte[] content = foreign.blobs().read(foreign.manifest().blobs().get(1), 100_000);
        return Document.of(
                MediaType.of(foreign.artifactType()),
                image.image().top(),
                foreign.manifest().blobs().get(1).mediaType(),
                content,
                foreign.manifest().annotations());
    }

    /** A release has no documents: the signature of its lock vouches for it. */
    @Test
    void answersWhenItIsAReleaseAskForTheSignatureOfItsLockAlone() throws IOException {
        lock = Optional.of(release().signed(key));

        assertThat(answers(SHOP, List.of())).singleElement().satisfies(answer -> {
            assertThat(answer.passed()).isTrue();
            assertThat(answer.gate()).isEqualTo("requireSignature");
            assertThat(answer.reason().text()).contains("its lock is signed by key " + key.publicKey());
        });
        for (ReleaseLock other : List.of(release(), release().signed(TestKeys.next()))) {
            lock = Optional.of(other);
            assertThat(failed(SHOP, List.of())).containsExactly("requireSignature");
        }
    }

    @Test
    void answersWhenNoSignatureIsRequiredTakeAnUnsignedRelease() throws IOException {
        required = false;
        lock = Optional.of(release());

        assertThat(answers(SHOP, List.of())).singleElement().satisfies(answer -> assertThat(answer.passed())
                .isTrue());
    }

    private static ReleaseLock release() {
        return ReleaseLock.of(
                Coordinates.of("com.acme:november:2026.11"),
                Optional.empty(),
                List.of(new ReleaseMember(
                        SHOP.coordinates(),
                        Optional.empty(),
                        SHOP.buildId(),
                        SHOP.repository(),
                        Digest.sha256(new byte[1]),
                        MediaType.OCI_MANIFEST,
                        1,
                        List.of(),
                        Digest.sha256(new byte[2]))),
                List.of());
    }

    private List<String> failed(Identity identity, List<Document> documents) throws IOException {
        return answers(identity, documents).stream()
                .filter(answer -> !answer.passed())
                .map(GateAnswer::gate)
                .toList();
    }

    private List<GateAnswer> answers(Identity identity, List<Document> documents) throws IOException {
        Path file = directory.resolve("image.tar");
        new ArchiveWriter(image.image(), identity, image.blobs(), Optional.empty(), documents).write(file);
        Environment prod = TestEnvironments.of(
                        "prod", List.of(RegistryAddress.of("oci:" + directory)), List.of(), List.of())
                .withTrust(new Trust(List.of(key.publicKey().pem()), required, List.of("provenance", "sbom"), false));
        try (ImageArchive archive = ImageArchive.open(file)) {
            List<VerificationKey> trusted = List.of(key.publicKey());
            return new TrustGate(names -> trusted)
                    .answers(new GateRequest(
                            identity,
                            archive.image().top().digest(),
                            archive.documents(),
                            Sources.UNKNOWN,
                            lock,
                            prod,
                            new Environments(List.of(prod)),
                            Set.of(),
                            List.of(),
                            new JsonObject(),
                            Optional.empty()));
        }
    }

    private List<Document> documents(Optional<SigningKey> signer, SignatureForm form, Attachment sbom) {
        return build(signer, form, sbom).about(image.image(), List.of());
    }

    private static BuildDocuments build(Optional<SigningKey> signer, SignatureForm form, Attachment sbom) {
        Provenance provenance = new Provenance(
                new Provenance.Builder("https://ci.example", "1.0"),
                SHOP,
                new Provenance.Parameters("image:build", new JsonObject(), List.of()),
                List.of(),
                List.of(Resource.of(sbom.name(), "", Digest.sha256(sbom.content()))));
        return new BuildDocuments(
                new Attester(signer, form), Optional.of(provenance), List.of(sbom), SHOP.repository());
    }

    private static Attachment sbom(String content) {
        return new Attachment("bom.json", Attachment.CYCLONEDX, content.getBytes(StandardCharsets.UTF_8));
    }
}
