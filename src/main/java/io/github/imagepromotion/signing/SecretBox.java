package io.github.imagepromotion.signing;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** NaCl's {@code secretbox}: XSalsa20 and Poly1305 (nacl.cr.yp.to/secretbox.html). Only the opening is needed. */
final class SecretBox {
    static final int KEY = 32;
    private static final int NONCE = 24;
    private static final int TAG = 16;

    private SecretBox() {}

    /**
     * @param box the tag, then the ciphertext
     * @param nonce 24 bytes
     * @param key 32 bytes
     * @return the content, empty if the key is not the box's or the box was changed
     * @throws IllegalArgumentException if this is no box
     */
    static Optional<byte[]> open(byte[] box, byte[] nonce, byte[] key) {
        if (nonce.length != NONCE || box.length < TAG) {
            throw new IllegalArgumentException("no secretbox");
        }
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        // The first 32 bytes of the key stream are the key of the tag.
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
