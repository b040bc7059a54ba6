package io.github.imagepromotion.registry.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Requires a minimum rate: a socket time-out does not stop a server that sends a byte every now and then. Only time
 * spent waiting counts.
 */
final class PacedStream extends FilterInputStream {
    private static final long LEAST_BYTES_PER_SECOND = 1024;

    private final Duration patience;
    private long waited;
    private long arrived;

    /**
     * @param in content
     * @param patience period in which at least 1 kB must arrive for each second of waiting
     */
    PacedStream(InputStream in, Duration patience) {
        super(in);
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        long start = System.nanoTime();
        int single = super.read();
        check(start, single < 0 ? 0 : 1);
        return single;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long start = System.nanoTime();
        int count = super.read(target, offset, length);
        check(start, Math.max(count, 0));
        return count;
    }

    private void check(long start, int count) throws IOException {
        waited += System.nanoTime() - start;
        arrived += count;
        if (waited > patience.toNanos()) {
            if (arrived < waited / 1_000_000_000.0 * LEAST_BYTES_PER_SECOND) {
                throw new SocketTimeoutException(
                        "only " + arrived + " bytes arrived in " + waited / 1_000_000_000 + " s");
            }
            waited = 0;
            arrived = 0;
        }
    }
}
