package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** How much the content of one image may expand to, all of it together. Safe for use by several threads. */
public final class ExpansionLimit {
    private final long limit;
    private final AtomicLong spent = new AtomicLong();

    /** @param limit in bytes, at least 1 */
    public ExpansionLimit(long limit) {
        this.limit = limit;
    }

    /**
     * @param expanded content on its way
     * @return the same, up to the limit
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
     * @param bytes that content expands to, at least 0
     * @throws ImageException if that is more than the limit, together with what was before
     */
    public void spend(long bytes) {
        if (spent.addAndGet(bytes) > limit) {
            throw new ImageException(
                    Message.of("It expands to more than " + limit + " bytes.").because(LayerReason.EXPANDS_TOO_FAR));
        }
    }

    /** Why a layer is not taken. */
    public enum LayerReason implements Reason {
        /** It expands to more than is taken. */
        EXPANDS_TOO_FAR
    }
}
