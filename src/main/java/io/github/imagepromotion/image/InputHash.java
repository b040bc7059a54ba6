package io.github.imagepromotion.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;

/**
 * A hash of everything that a build depends on. Each text is preceded by its length, and each list by its size, so that
 * different inputs cannot be hashed as the same bytes.
 */
public final class InputHash {
    private final MessageDigest hash = Digest.sha256(new byte[0]).newHash();

    /**
     * @param name name of the input
     * @param values its values in order; {@code toString} of each is hashed
     * @return this
     */
    public InputHash add(String name, Object... values) {
        text(name);
        number(values.length);
        for (Object value : values) {
            text(value.toString());
        }
        return this;
    }

    /** As {@link #add(String, Object...)}. */
    public InputHash addAll(String name, Collection<?> values) {
        return add(name, values.toArray());
    }

    /** {@return the hash of everything added; to be called once} */
    public Digest finish() {
        return Digest.finish(hash.digest());
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        hash.update(bytes);
    }

    private void number(int number) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
