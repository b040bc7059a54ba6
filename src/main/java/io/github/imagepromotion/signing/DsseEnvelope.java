package io.github.imagepromotion.signing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A payload with its type and signatures of both (DSSE 1.0.2, envelope.md and protocol.md). Parsing verifies no
 * signature.
 */
public final class DsseEnvelope {
    private static final int MOST_SIGNATURES = 16;
    private static final String WHAT = "DSSE envelope";
    static final Members MEMBERS =
            Members.of("payload", "payloadType").with("signatures", Members.of("keyid", "sig", "cert"));

    private final String payloadType;
    private final byte[] payload;
    private final List<Signature> signatures;

    /**
     * @param keyId the signer's name for its key, an unauthenticated hint
     * @param value the signature
     */
    private record Signature(Optional<String> keyId, byte[] value) {}

    private DsseEnvelope(String payloadType, byte[] payload, List<Signature> signatures) {
        this.payloadType = payloadType;
        this.payload = payload;
        this.signatures = List.copyOf(signatures);
    }

    /**
     * @param payloadType a media type
     * @param payload the payload
     * @param key signing key
     * @return the signed payload; like cosign's, the signature has no key id
     */
    public static DsseEnvelope sign(String payloadType, byte[] payload, SigningKey key) {
        byte[] signature = key.sign(preAuthenticationEncoding(payloadType, payload));
        return new DsseEnvelope(payloadType, payload.clone(), List.of(new Signature(Optional.empty(), signature)));
    }

    /**
     * @param content JSON of an envelope
     * @return the envelope
     * @throws io.github.imagepromotion.image.ImageException if it is malformed
     */
    public static DsseEnvelope parse(byte[] content) {
        return read(Json.object(content, MEMBERS, WHAT));
    }

    static DsseEnvelope read(JsonObject json) {
        List<JsonObject> signatures = Json.objects(json, "signatures", WHAT);
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw Json.malformed(WHAT, "it has " + signatures.size() + " signatures, not 1 to " + MOST_SIGNATURES);
        }
        return new DsseEnvelope(
                Json.requiredString(json, "payloadType", WHAT),
                Base64Text.bytes(json, "payload", WHAT),
                signatures.stream().map(DsseEnvelope::readSignature).toList());
    }

    private static Signature readSignature(JsonObject json) {
        Optional<String> keyId = Json.string(json, "keyid", WHAT).filter(id -> !id.isEmpty());
        return new Signature(keyId, Base64Text.bytes(json, "sig", WHAT));
    }

    /** {@return whether each signature has the form that {@link #sign} creates with this key} */
    boolean isOwnForm(VerificationKey signer) {
        return signatures.stream().allMatch(signature -> signer.isOwnForm(signature.value()));
    }

    /** {@return a copy without key ids} */
    DsseEnvelope withoutKeyIds() {
        return new DsseEnvelope(
                payloadType,
                payload,
                signatures.stream()
                        .map(signature -> new Signature(Optional.empty(), signature.value()))
                        .toList());
    }

    /** {@return compact JSON with members in cosign's order; equal envelopes have the same bytes} */
    public byte[] bytes() {
        return Json.compact(json());
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("payload", Base64.getEncoder().encodeToString(payload));
        json.addProperty("payloadType", payloadType);
        JsonArray array = new JsonArray();
        for (Signature signature : signatures) {
            JsonObject object = new JsonObject();
            object.addProperty("sig", Base64.getEncoder().encodeToString(signature.value()));
            signature.keyId().ifPresent(id -> object.addProperty("keyid", id));
            array.add(object);
        }
        json.add("signatures", array);
        return json;
    }

    /**
     * @param trusted trusted keys
     * @return those that signed payload and type, in the given order; empty if none did
     */
    public List<VerificationKey> signers(List<VerificationKey> trusted) {
        byte[] message = preAuthenticationEncoding(payloadType, payload);
        return trusted.stream()
                .distinct()
                .filter(key -> signatures.stream().anyMatch(signature -> key.verify(message, signature.value())))
                .toList();
    }

    /**
     * @param key any key
     * @return whether a key id is this key's id, in this plugin's form or in cosign's
     */
    boolean names(VerificationKey key) {
        return signatures.stream()
                .flatMap(signature -> signature.keyId().stream())
                .anyMatch(id -> id.equals(key.hint()) || id.equals(key.id().toString()));
    }

    /** {@return the media type of the payload} */
    public String payloadType() {
        return payloadType;
    }

    /** {@return the payload; only trust it if {@link #signers} returns a key} */
    public byte[] payload() {
        return payload.clone();
    }

    int signatureCount() {
        return signatures.size();
    }

    /**
     * The signed bytes, which include the type, so that a payload of one type cannot pass for another (protocol.md,
     * "PAE").
     */
    static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream encoding = new ByteArrayOutputStream();
        encoding.writeBytes(ascii("DSSEv1 " + type.length + " "));
        encoding.writeBytes(type);
        encoding.writeBytes(ascii(" " + payload.length + " "));
        encoding.writeBytes(payload);
        return encoding.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
