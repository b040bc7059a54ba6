package io.github.imagepromotion.promotion;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Notices when a transfer is about to end. Told by many threads. */
final class NearEnd {
    /** At the speed so far, no more than this is left. */
    private static final long NEAR = TimeUnit.SECONDS.toNanos(1);

    private final long total;
    private final Runnable action;
    private final long began = System.nanoTime();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicBoolean noticed = new AtomicBoolean();

    /**
     * @param total bytes to be sent
     * @param action run once, when about a second is left
     */
    NearEnd(long total, Runnable action) {
        this.total = total;
        this.action = action;
    }

    /** One blob on its way. Used by one thread. */
    final class Part {
        private long counted;

        /** @param position that was reached; what is sent again counts once */
        void reached(long position) {
            if (position > counted) {
                count(position - counted);
                counted = position;
            }
        }
    }

    private void count(long bytes) {
        long sent = arrived.addAndGet(bytes);
        double left = (double) (System.nanoTime() - began) * (total - sent) / sent;
        if (left <= NEAR) {
            reached();
        }
    }

    /** All has arrived. */
    void reached() {
        if (noticed.compareAndSet(false, true)) {
            action.run();
        }
    }
}
