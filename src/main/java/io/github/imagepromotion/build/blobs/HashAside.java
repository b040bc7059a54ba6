package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.image.Parallel;
import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hashes buffers in order on a thread of its own while the caller writes them. */
final class HashAside implements Closeable {
    private static final int BUFFERS = 4;
    private static final int SIZE = 256 * 1024;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(runnable -> {
        Thread daemon = new Thread(runnable, "image-hash");
        daemon.setDaemon(true);
        return daemon;
    });
    private final MessageDigest hash;
    private final byte[][] buffers = new byte[BUFFERS][SIZE];
    private final Deque<Future<?>> pending = new ArrayDeque<>();
    private int next;

    HashAside(MessageDigest hash) {
        this.hash = hash;
    }

    /** {@return a buffer to fill and pass to {@link #update}} */
    byte[] buffer() throws IOException {
        if (pending.size() == BUFFERS) {
            Parallel.await(pending.remove(), "content is hashed");
        }
        return buffers[next];
    }

    /**
     * @param count number of bytes in the buffer returned last; these must not change until the next buffer is
     *     requested
     */
    void update(int count) {
        byte[] buffer = buffers[next];
        next = (next + 1) % BUFFERS;
        pending.add(thread.submit(() -> hash.update(buffer, 0, count)));
    }

    /** Waits until everything is hashed. */
    void finish() throws IOException {
        while (!pending.isEmpty()) {
            Parallel.await(pending.remove(), "content is hashed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
