package io.github.imagepromotion.signing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.signing.Pbes2.ScryptCost;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * cosign's encrypted private key: JSON with a PKCS#8 key in a secretbox whose key is derived by scrypt
 * (go-securesystemslib, {@code encrypted/encrypted.go}). A key made without a passphrase is encrypted with the empty
 * one.
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
     * @param content content of the PEM block
     * @param passphrase passphrase in UTF-8
     * @param source origin of the key
     * @return the PKCS#8 key; empty if the passphrase is wrong
     * @throws ImageException if the content is malformed
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

    /** NaCl's {@code secretbox}: XSalsa20 and Poly1305 (nacl.cr.yp.to/secretbox.html), decryption only. */
    static final class SecretBox {
        static final int KEY = 32;
        private static final int NONCE = 24;
        private static final int TAG = 16;

        private SecretBox() {}

        /**
         * @param box the authentication tag, then the ciphertext
         * @param nonce 24 bytes
         * @param key 32 bytes
         * @return the content; empty if authentication fails
         * @throws IllegalArgumentException if the box is too short
         */
        static Optional<byte[]> open(byte[] box, byte[] nonce, byte[] key) {
            if (nonce.length != NONCE || box.length < TAG) {
                throw new IllegalArgumentException("no secretbox");
            }
            XSalsa20Engine stream = new XSalsa20Engine();
            stream.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
            // The first 32 bytes of the key stream are the Poly1305 key.
            byte[] tagKey = new byte[KEY];
            stream.processBytes(tagKey, 0, KEY, tagKey, 0);
            if (!MessageDigest.isEqual(tag(box, tagKey), Arrays.copyOf(box, TAG))) {
                return Optional.empty();
            }
            byte[] content = new byte[box.length - TAG];
            stream.processBytes(box, TAG, content.length, content, 0);
            return Optional.of(content);
        }

        private static byte[] tag(byte[] box, byte[] key) {
            Poly1305 poly = new Poly1305();
            poly.init(new KeyParameter(key));
            poly.update(box, TAG, box.length - TAG);
            byte[] tag = new byte[TAG];
            poly.doFinal(tag, 0);
            return tag;
        }
    }
}
