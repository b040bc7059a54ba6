package io.github.imagepromotion.disk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose bytes all pass through {@link #read(byte[], int, int)}, also when read one by one or skipped, so that
 * subclasses can hash or count them there.
 */
public abstract class PassingStream extends FilterInputStream {
    private static final int SKIP_BUFFER = 16 * 1024;

    /** @param in the source; closed with this */
    protected PassingStream(InputStream in) {
        super(in);
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.max(0, Math.min(count, SKIP_BUFFER))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
