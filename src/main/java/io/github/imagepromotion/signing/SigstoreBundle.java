package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A statement about an image, signed with a key, as a Sigstore bundle (protobuf-specs, {@code sigstore_bundle.proto},
 * version 0.3).
 *
 * <p>What cosign 3.1.1 writes and requires, seen on docker-registry 2.8.2 and in its source: the bundle is the only
 * layer of an OCI manifest with {@code subject}, {@code artifactType} {@link #MEDIA_TYPE} and an empty config, listed
 * as a referrer; cosign finds it by the type of that layer alone ({@code pkg/oci/remote/signatures.go}, Bundle), and
 * its entry under the fallback tag has {@code application/vnd.oci.empty.v1+json} instead of the artifact type: never
 * select referrers by their descriptors. The verifier requires exactly one signature in the envelope ({@code
 * sigstore-go/pkg/verify/signature.go}) and a verification material, whose hint it ignores; with {@code
 * --insecure-ignore-tlog} it needs no {@code tlogEntries}. It rejects {@code messageSignature} for an image, and {@code
 * cosign sign} writes none.
 *
 * @param hint the signer's name for its key; unauthenticated; empty if the bundle has a certificate instead
 * @param envelope envelope of an {@link InTotoStatement}
 */
public record SigstoreBundle(Optional<String> hint, DsseEnvelope envelope) {
    /** Media type of the document, and artifact type of its manifest. */
    public static final MediaType MEDIA_TYPE = MediaType.of("application/vnd.dev.sigstore.bundle.v0.3+json");

    /** Manifest annotation with the kind of the bundle's content. */
    public static final String CONTENT = "dev.sigstore.bundle.content";

    /** Manifest annotation that repeats the statement's predicate type. */
    public static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

    private static final String WHAT = "Sigstore bundle";
    private static final Members MEMBERS = Members.of("mediaType", "messageSignature")
            .with(
                    "verificationMaterial",
                    Members.of("x509CertificateChain", "tlogEntries", "timestampVerificationData")
                            .with("publicKey", Members.of("hint"))
                            .with("certificate", Members.of("rawBytes")))
            .with("dsseEnvelope", DsseEnvelope.MEMBERS);

    /** The second is an earlier notation of the version. */
    private static final Set<String> TYPES =
            Set.of(MEDIA_TYPE.value(), "application/vnd.dev.sigstore.bundle+json;version=0.3");

    /**
     * @param statement the statement
     * @param key signing key
     * @return the signed statement, with the annotations of its manifest; without {@code
     *     org.opencontainers.image.created}, which cosign adds, its verifier does not need, and which would make the result
     *     depend on the time
     */
    public static SignedDocument sign(InTotoStatement statement, SigningKey key) {
        DsseEnvelope envelope = DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, statement.bytes(), key);
        return document(statement, envelope, key.publicKey());
    }

    static SignedDocument document(InTotoStatement statement, DsseEnvelope envelope, VerificationKey key) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(CONTENT, "dsse-envelope");
        annotations.put(PREDICATE_TYPE, statement.predicateType());
        SigstoreBundle bundle = new SigstoreBundle(Optional.of(key.hint()), envelope);
        return new SignedDocument(MEDIA_TYPE, bundle.bytes(), annotations);
    }

    /**
     * @param content JSON of a bundle
     * @return the bundle
     * @throws io.github.imagepromotion.image.ImageException if it is malformed, or has no signed envelope
     */
    public static SigstoreBundle parse(byte[] content) {
        JsonObject json = Json.object(content, MEMBERS, WHAT);
        if (!TYPES.contains(Json.requiredString(json, "mediaType", WHAT))) {
            throw Json.malformed(WHAT, "it is not of version 0.3");
        }
        if (json.has("messageSignature")) {
            throw Json.malformed(WHAT, "it signs bytes ('messageSignature') and no statement");
        }
        JsonObject material = Json.member(json, "verificationMaterial", WHAT)
                .orElseThrow(() -> Json.malformed(WHAT, "'verificationMaterial' is missing"));
        DsseEnvelope envelope = Json.member(json, "dsseEnvelope", WHAT)
                .map(DsseEnvelope::read)
                .orElseThrow(() -> Json.malformed(WHAT, "'dsseEnvelope' is missing"));
        if (envelope.signatureCount() != 1) {
            throw Json.malformed(WHAT, "its envelope has several signatures");
        }
        return new SigstoreBundle(
                Json.member(material, "publicKey", WHAT).flatMap(key -> Json.string(key, "hint", WHAT)), envelope);
    }

    /** {@return compact JSON with members in cosign's order; equal bundles have the same bytes} */
    public byte[] bytes() {
        JsonObject publicKey = new JsonObject();
        hint.ifPresent(text -> publicKey.addProperty("hint", text));
        JsonObject material = new JsonObject();
        material.add("publicKey", publicKey);
        JsonObject json = new JsonObject();
        json.addProperty("mediaType", MEDIA_TYPE.value());
        json.add("verificationMaterial", material);
        json.add("dsseEnvelope", envelope.json());
        return Json.compact(json);
    }

    /**
     * @param key any key
     * @return whether the bundle claims to be signed with this key
     */
    boolean names(VerificationKey key) {
        return hint.filter(key.hint()::equals).isPresent() || envelope.names(key);
    }
}
