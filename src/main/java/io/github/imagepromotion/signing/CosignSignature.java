package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import io.github.imagepromotion.signing.KeySource.KeyReason;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * cosign's older format, under tags derived from the image's digest (cosign, {@code specs/SIGNATURE_SPEC.md}; {@code
 * cosign sign --new-bundle-format=false} of 3.1.1). Each signature is a layer of the manifest under the tag, so more
 * can be appended; the config is that of an image whose diffIDs are the digests of the layers.
 */
public final class CosignSignature {
    /** Media type of a layer with the payload of an image signature. */
    public static final MediaType SIGNATURE_TYPE = MediaType.of("application/vnd.dev.cosign.simplesigning.v1+json");

    /** Media type of a layer with a signed statement. */
    public static final MediaType ATTESTATION_TYPE = MediaType.of("application/vnd.dsse.envelope.v1+json");

    /** Layer annotation with the signature; empty for an attestation, whose signature is in the layer. */
    public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    /** Layer annotation that repeats the predicate type of an attestation. */
    public static final String PREDICATE_TYPE = "predicateType";

    private static final String PAYLOAD_KIND = "cosign container image signature";
    private static final String WHAT = "cosign signature";
    private static final Members MEMBERS = Members.of("optional")
            .with(
                    "critical",
                    Members.of("type")
                            .with("identity", Members.of("docker-reference"))
                            .with("image", Members.of("docker-manifest-digest")));

    private CosignSignature() {}

    /**
     * @param image digest of the image
     * @param repository registry and repository of the image, without tag and digest, which cosign displays
     * @param key signing key
     * @return the signature, with the annotations of its layer
     */
    public static SignedDocument sign(Digest image, String repository, SigningKey key) {
        byte[] payload = payload(image, repository);
        String signature = Base64.getEncoder().encodeToString(key.sign(payload));
        return new SignedDocument(SIGNATURE_TYPE, payload, Map.of(SIGNATURE, signature));
    }

    /**
     * @param statement the statement
     * @param key signing key
     * @return the signed statement, with the annotations of its layer
     */
    public static SignedDocument sign(InTotoStatement statement, SigningKey key) {
        return document(statement, DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, statement.bytes(), key));
    }

    static SignedDocument document(InTotoStatement statement, DsseEnvelope envelope) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(SIGNATURE, "");
        annotations.put(PREDICATE_TYPE, statement.predicateType());
        return new SignedDocument(ATTESTATION_TYPE, envelope.bytes(), annotations);
    }

    /**
     * @param image digest of an image
     * @return the tag of its signatures
     */
    public static Tag signatureTag(Digest image) {
        return tag(image, ".sig");
    }

    /**
     * @param image digest of an image
     * @return the tag of its attestations
     */
    public static Tag attestationTag(Digest image) {
        return tag(image, ".att");
    }

    private static Tag tag(Digest image, String ending) {
        String name = image.algorithm() + "-" + image.hex() + ending;
        if (!Tag.isTag(name)) {
            throw new ImageException(Message.of("Cannot keep what cosign keeps under tags beside " + image
                            + ": its digest is too long for a tag.")
                    .because(KeyReason.LONG_DIGEST));
        }
        return Tag.of(name);
    }

    /** {@return the signature in the layer's annotation} */
    static byte[] signature(Map<String, String> annotations) {
        String text = annotations.getOrDefault(SIGNATURE, "");
        if (text.isEmpty()) {
            throw Json.malformed(WHAT, "its layer has no annotation '" + SIGNATURE + "'");
        }
        return Base64Text.base64(text, "'" + SIGNATURE + "'", WHAT);
    }

    /**
     * {@return the payload as a statement of a bundle: the image is signed; its {@code optional} becomes the predicate}
     */
    static InTotoStatement statement(byte[] payload) {
        JsonObject json = Json.object(payload, MEMBERS, WHAT);
        JsonObject critical = required(json, "critical");
        if (!Json.requiredString(critical, "type", WHAT).equals(PAYLOAD_KIND)) {
            throw Json.malformed(WHAT, "its 'type' is not '" + PAYLOAD_KIND + "'");
        }
        String digest = Json.requiredString(required(critical, "image"), "docker-manifest-digest", WHAT);
        Optional<String> repository = Json.member(critical, "identity", WHAT)
                .flatMap(identity -> Json.string(identity, "docker-reference", WHAT));
        JsonObject optional = Json.member(json, "optional", WHAT).orElseGet(JsonObject::new);
        try {
            return new InTotoStatement(repository, Digest.of(digest), InTotoStatement.IMAGE_SIGNATURE, optional);
        } catch (IllegalArgumentException e) {
            throw Json.malformed(WHAT, String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject required(JsonObject json, String member) {
        return Json.member(json, member, WHAT).orElseThrow(() -> Json.malformed(WHAT, "'" + member + "' is missing"));
    }

    /** containers/image, docs/containers-signature.5.md, with the {@code type} that cosign uses. */
    private static byte[] payload(Digest image, String repository) {
        JsonObject identity = new JsonObject();
        identity.addProperty("docker-reference", repository);
        JsonObject digest = new JsonObject();
        digest.addProperty("docker-manifest-digest", image.toString());
        JsonObject critical = new JsonObject();
        critical.add("identity", identity);
        critical.add("image", digest);
        critical.addProperty("type", PAYLOAD_KIND);
        JsonObject json = new JsonObject();
        json.add("critical", critical);
        json.add("optional", new JsonObject());
        return Json.compact(json);
    }
}
