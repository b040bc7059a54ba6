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
 * cosign's older form, which lies under tags that are made of the image's digest (cosign, {@code specs/SIGNATURE_SPEC.md};
 * {@code cosign sign --new-bundle-format=false} of 3.1.1). Each signature is a layer of the manifest under the tag, so
 * further ones are appended; the manifest's config is that of an image whose diffIDs are the layers' digests.
 */
public final class CosignSignature {
    /** The type of a layer that is the payload of an image signature. */
    public static final MediaType SIGNATURE_TYPE = MediaType.of("application/vnd.dev.cosign.simplesigning.v1+json");

    /** The type of a layer that is a signed statement. */
    public static final MediaType ATTESTATION_TYPE = MediaType.of("application/vnd.dsse.envelope.v1+json");

    /** The annotation of the layer that holds the signature; empty on an attestation, which holds its own. */
    public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    /** The annotation of the layer that repeats an attestation's predicate type. */
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
     * @param repository registry and repository of the image, without tag and digest; cosign prints it
     * @param key to sign with
     * @return the signature, with the annotations of its layer
     */
    public static SignedDocument sign(Digest image, String repository, SigningKey key) {
        byte[] payload = payload(image, repository);
        String signature = Base64.getEncoder().encodeToString(key.sign(payload));
        return new SignedDocument(SIGNATURE_TYPE, payload, Map.of(SIGNATURE, signature));
    }

    /**
     * @param statement to sign
     * @param key to sign with
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
     * @return the tag under which its signatures are
     */
    public static Tag signatureTag(Digest image) {
        return tag(image, ".sig");
    }

    /**
     * @param image digest of an image
     * @return the tag under which its attestations are
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

    /** The signature that the layer's annotation holds. */
    static byte[] signature(Map<String, String> annotations) {
        String text = annotations.getOrDefault(SIGNATURE, "");
        if (text.isEmpty()) {
            throw Json.malformed(WHAT, "its layer has no annotation '" + SIGNATURE + "'");
        }
        return Base64Text.base64(text, "'" + SIGNATURE + "'", WHAT);
    }

    /** What the payload says, in the terms of a bundle: the image is signed. Its {@code optional} is the predicate. */
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

    /** containers/image, docs/containers-signature.5.md, with cosign's {@code type}. */
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
