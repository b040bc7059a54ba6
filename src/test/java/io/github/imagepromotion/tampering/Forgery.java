package io.github.imagepromotion.tampering;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Makes one document of another. */
final class Forgery {
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** One document for another. */
    interface Change {
        Document of(Document document) throws IOException;
    }

    private Forgery() {}

    /** {@return what the document says, signed or not} */
    static InTotoStatement statement(Document document) throws IOException {
        return Finding.of(document, List.of(Build.OWN.publicKey()))
                .get(0)
                .statement()
                .orElseThrow();
    }

    /** The same words, by another key or none. */
    static Document signedBy(Optional<SigningKey> key, InTotoStatement statement, Descriptor subject) {
        return new Attester(key, SignatureForm.BUNDLE).statement(statement, subject);
    }

    /** Other words, by another key or none. */
    static Document reworded(Optional<SigningKey> key, Document document, Consumer<JsonObject> change)
            throws IOException {
        InTotoStatement said = statement(document);
        JsonObject predicate = said.predicate().deepCopy();
        change.accept(predicate);
        return signedBy(
                key,
                new InTotoStatement(said.subjectName(), said.subject(), said.predicateType(), predicate),
                document.manifest().subject().orElseThrow());
    }

    /** The same content, shown as being about something else. */
    static Document about(Document document, Descriptor subject) throws IOException {
        return rebuilt(document, subject, content(document), document.manifest().annotations());
    }

    /** The manifest says more of the same content. */
    static Document annotated(Document document) throws IOException {
        Map<String, String> annotations =
                new LinkedHashMap<>(document.manifest().annotations());
        annotations.put("org.example.seen", "true");
        return rebuilt(document, document.manifest().subject().orElseThrow(), content(document), annotations);
    }

    /** The bundle is another, and what is signed may be the same. */
    static Document rebundled(Document document, Consumer<JsonObject> change) throws IOException {
        JsonObject bundle = Json.object(content(document), "bundle");
        change.accept(bundle);
        return rebuilt(
                document,
                document.manifest().subject().orElseThrow(),
                Json.compact(bundle),
                document.manifest().annotations());
    }

    /** The payload is another, and the signature stays. */
    static void swapPayload(JsonObject bundle) {
        JsonObject envelope = bundle.getAsJsonObject("dsseEnvelope");
        String payload =
                new String(Base64.getDecoder().decode(envelope.get("payload").getAsString()), UTF_8);
        envelope.addProperty(
                "payload",
                Base64.getEncoder()
                        .encodeToString(payload.replace("\"buildId\":\"", "\"buildId\":\"9")
                                .getBytes(UTF_8)));
    }

    static void flipSignature(JsonObject bundle) {
        JsonObject signature = bundle.getAsJsonObject("dsseEnvelope")
                .getAsJsonArray("signatures")
                .get(0)
                .getAsJsonObject();
        byte[] bytes = Base64.getDecoder().decode(signature.get("sig").getAsString());
        bytes[bytes.length - 1] ^= 1;
        signature.addProperty("sig", Base64.getEncoder().encodeToString(bytes));
    }

    /** Nobody needs the key for that: {@code n - s} verifies as {@code s} does. */
    static void takeTheOtherSignature(JsonObject bundle) {
        JsonObject signature = bundle.getAsJsonObject("dsseEnvelope")
                .getAsJsonArray("signatures")
                .get(0)
                .getAsJsonObject();
        try {
            BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(
                    P256_ORDER, Base64.getDecoder().decode(signature.get("sig").getAsString()));
            byte[] other = StandardDSAEncoding.INSTANCE.encode(P256_ORDER, parts[0], P256_ORDER.subtract(parts[1]));
            signature.addProperty("sig", Base64.getEncoder().encodeToString(other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void changeHint(JsonObject bundle) {
        publicKey(bundle).addProperty("hint", Build.FOREIGN.publicKey().hint());
    }

    static void removeHint(JsonObject bundle) {
        publicKey(bundle).remove("hint");
    }

    static void addMember(JsonObject bundle) {
        bundle.addProperty("seen", true);
    }

    private static JsonObject publicKey(JsonObject bundle) {
        return bundle.getAsJsonObject("verificationMaterial").getAsJsonObject("publicKey");
    }

    private static byte[] content(Document document) throws IOException {
        return document.blobs().read(layer(document), SignedDocument.LARGEST);
    }

    private static Descriptor layer(Document document) {
        return ((ImageManifest) document.manifest()).layers().get(0);
    }

    private static Document rebuilt(
            Document document, Descriptor subject, byte[] content, Map<String, String> annotations) {
        return Document.of(
                MediaType.of(document.artifactType()), subject, layer(document).mediaType(), content, annotations);
    }
}
