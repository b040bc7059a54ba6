package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import java.util.Base64;
import java.util.Optional;

/**
 * cosign's encrypted private key: PKCS#8 in a secretbox whose key is derived by scrypt, as JSON (go-securesystemslib,
 * {@code encrypted/encrypted.go}). A key made without a passphrase is encrypted with the empty one.
 */
final class CosignKeyFile {
    private static final String WHAT = "cosign key";

    private final ScryptCost cost;
    private final byte[] salt;
    private final byte[] nonce;
    private final byte[] box;

    private CosignKeyFile(JsonObject json) {
        JsonObject kdf = part(json, "kdf", "scrypt");
        JsonObject params = Json.member(kdf, "params", WHAT).orElseThrow();
        this.cost = new ScryptCost(
                Json.requiredLong(params, "N", WHAT),
                Json.requiredLong(params, "r", WHAT),
                Json.requiredLong(params, "p", WHAT));
        this.salt = bytes(kdf, "salt");
        this.nonce = bytes(part(json, "cipher", "nacl/secretbox"), "nonce");
        this.box = bytes(json, "ciphertext");
    }

    /**
     * @param content of the PEM block
     * @param passphrase UTF-8
     * @param source of the key
     * @return the PKCS#8 key within, empty if the passphrase is wrong
     * @throws ImageException if the content is no such key
     */
    static Optional<byte[]> decrypt(byte[] content, byte[] passphrase, KeySource source) {
        try {
            CosignKeyFile file = new CosignKeyFile(Json.object(content, WHAT));
            byte[] key = file.cost.derive(passphrase, file.salt, SecretBox.KEY);
            return SecretBox.open(file.box, file.nonce, key);
        } catch (RuntimeException e) {
            throw source.damaged();
        }
    }

    private static JsonObject part(JsonObject json, String member, String algorithm) {
        JsonObject part = Json.member(json, member, WHAT).orElseThrow();
        if (!Json.requiredString(part, "name", WHAT).equals(algorithm)) {
            throw new IllegalArgumentException("not " + algorithm);
        }
        return part;
    }

    private static byte[] bytes(JsonObject json, String member) {
        return Base64.getDecoder().decode(Json.requiredString(json, member, WHAT));
    }
}
