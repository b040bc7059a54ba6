package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Limits the decompressed size of all content of one image together. Thread-safe. */
public final class ExpansionLimit {
    private final long limit;
    private final AtomicLong spent = new AtomicLong();

    /** @param limit limit in bytes, at least 1 */
    public ExpansionLimit(long limit) {
        this.limit = limit;
    }

    /**
     * @param expanded decompressed content
     * @return the same content, counted against the limit
     */
    InputStream count(InputStream expanded) {
        return new PassingStream(expanded) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                spend(Math.max(count, 0));
                return count;
            }
        };
    }

    /**
     * @param bytes decompressed size to count, at least 0
     * @throws ImageException if the sum of all sizes exceeds the limit
     */
    public void spend(long bytes) {
        if (spent.addAndGet(bytes) > limit) {
            throw new ImageException(
                    Message.of("It expands to more than " + limit + " bytes.").because(LayerReason.EXPANDS_TOO_FAR));
        }
    }

    /** Reasons why a layer is refused. */
    public enum LayerReason implements Reason {
        /** The decompressed size exceeds the limit. */
        EXPANDS_TOO_FAR
    }
}
