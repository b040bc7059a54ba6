package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.promotion.PromotionEvent.BlobArrived;
import io.github.imagepromotion.promotion.PromotionEvent.BlobProgressed;
import io.github.imagepromotion.promotion.PromotionEvent.TransferStarted;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Notices when a transfer is about to end: near the end of the blobs, or, since the manifests of many images take longer,
 * of these. Told by many threads.
 */
final class NearEnd implements PromotionListener {
    /** At the speed so far, no more than this is left. */
    private static final long NEAR = TimeUnit.SECONDS.toNanos(1);

    /**
     * In bytes, shared by the targets: with less to send, the action is begun at once. Later its requests would wait behind
     * the blobs, and what it does until all have arrived are two requests to each target every two seconds.
     */
    private static final long LITTLE = 64 * 1024 * 1024;

    /** The manifests of so many are put in about a second. */
    private static final int FEW = 64;

    private final long total;
    private final boolean little;
    private final Runnable action;
    private final long began = System.nanoTime();
    private final AtomicInteger targets;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicBoolean noticed = new AtomicBoolean();
    private final Map<Transfer.BlobOfTarget, Long> positions = new ConcurrentHashMap<>();

    /**
     * @param total bytes to be sent
     * @param targets number of targets that they are sent to, and whose manifests are put after that
     * @param action run once, when about a second is left, or there is little to send
     */
    NearEnd(long total, int targets, Runnable action) {
        this.total = total;
        this.little = total <= LITTLE / Math.max(1, targets);
        this.targets = new AtomicInteger(targets);
        this.action = action;
    }

    @Override
    public void on(PromotionEvent event) {
        if (noticed.get() || targets.get() > FEW) {
            return;
        }
        if (event instanceof TransferStarted && little) {
            notice();
        } else if (event instanceof BlobProgressed progress) {
            reached(progress.target().name(), progress.blob().digest(), progress.position());
        } else if (event instanceof BlobArrived arrival) {
            reached(
                    arrival.target().name(),
                    arrival.blob().digest(),
                    arrival.blob().size());
        }
    }

    /** All blobs have been sent. */
    void blobsSent() {
        positions.clear();
        if (targets.get() <= FEW) {
            notice();
        }
    }

    /** All manifests of a target have been put. */
    void manifestsPut() {
        if (targets.decrementAndGet() <= FEW) {
            notice();
        }
    }

    /** What is sent again counts once. */
    void reached(String target, Digest blob, long position) {
        Transfer.BlobOfTarget key = new Transfer.BlobOfTarget(target, blob);
        long before = positions.getOrDefault(key, 0L);
        if (position > before) {
            positions.put(key, position);
            count(position - before);
        }
    }

    private void count(long bytes) {
        long sent = arrived.addAndGet(bytes);
        double left = (double) (System.nanoTime() - began) * (total - sent) / sent;
        if (left <= NEAR) {
            notice();
        }
    }

    private void notice() {
        if (noticed.compareAndSet(false, true)) {
            action.run();
        }
    }
}
