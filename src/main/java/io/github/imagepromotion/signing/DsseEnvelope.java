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
 * A payload with its type and signatures over both (DSSE 1.0.2, envelope.md and protocol.md). Reading one says nothing
 * about who signed it.
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
     * @param keyId what the signer calls its key; unauthenticated, a hint and no more
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
     * @param payload to sign
     * @param key to sign with
     * @return the payload, signed; the signature names no key, as cosign's does not
     */
    public static DsseEnvelope sign(String payloadType, byte[] payload, SigningKey key) {
        byte[] signature = key.sign(preAuthenticationEncoding(payloadType, payload));
        return new DsseEnvelope(payloadType, payload.clone(), List.of(new Signature(Optional.empty(), signature)));
    }

    /**
     * @param content JSON of an envelope
     * @return the envelope
     * @throws io.github.imagepromotion.image.ImageException if it is none
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

    /** {@return whether each signature is in the form that the signer's key makes here} */
    boolean isOwnForm(VerificationKey signer) {
        return signatures.stream().allMatch(signature -> signer.isOwnForm(signature.value()));
    }

    /** {@return the same, its signatures naming no key} */
    DsseEnvelope withoutKeyIds() {
        return new DsseEnvelope(
                payloadType,
                payload,
                signatures.stream()
                        .map(signature -> new Signature(Optional.empty(), signature.value()))
                        .toList());
    }

    /** {@return compact JSON, the same for the same envelope, members in cosign's order} */
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
     * @param trusted keys to try
     * @return those that signed the payload and its type, in the order given; empty if none did
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
     * @return whether a signature is said to be this key's, by the plugin's name for it or cosign's
     */
    boolean names(VerificationKey key) {
        return signatures.stream()
                .flatMap(signature -> signature.keyId().stream())
                .anyMatch(id -> id.equals(key.hint()) || id.equals(key.id().toString()));
    }

    /** {@return a media type} */
    public String payloadType() {
        return payloadType;
    }

    /** {@return what was signed; to be read only when {@link #signers} names one} */
    public byte[] payload() {
        return payload.clone();
    }

    int signatureCount() {
        return signatures.size();
    }

    /** What is signed, so that a payload of one type is never taken for one of another (protocol.md, "PAE"). */
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
