package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.IoRunnable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Aborts writes that stall, and exchanges that take too long: sockets have a time-out for reads only. */
final class StallWatch implements AutoCloseable {
    private final Duration limit;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;

    StallWatch(Duration limit) {
        this.limit = limit;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "registry-stall-watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(10, Math.min(1_000, limit.toMillis() / 4));
        timer.scheduleWithFixedDelay(() -> watches.forEach(Watch::check), period, period, TimeUnit.MILLISECONDS);
    }

    Duration limit() {
        return limit;
    }

    /**
     * @param cancel aborts the request from another thread
     * @return a watch; the caller closes it when the request is written
     */
    Watch over(Runnable cancel) {
        Watch watch = new Watch(cancel);
        watches.add(watch);
        return watch;
    }

    /**
     * Starts the clock of an exchange whose total time is limited.
     *
     * @param most maximum time, if it is limited
     * @param cancel aborts the exchange from another thread
     * @return stops the clock
     */
    Runnable clock(Optional<Duration> most, Runnable cancel) {
        return most.<Runnable>map(time -> {
                    ScheduledFuture<?> end = timer.schedule(cancel, time.toMillis(), TimeUnit.MILLISECONDS);
                    return () -> end.cancel(false);
                })
                .orElse(() -> {});
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Watches one request. */
    final class Watch implements AutoCloseable {
        private final Runnable cancel;
        private volatile long writingSince;
        private volatile boolean stalled;

        private Watch(Runnable cancel) {
            this.cancel = cancel;
        }

        OutputStream guard(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    guarded(() -> out.write(bytes, offset, length));
                }

                @Override
                public void write(int single) throws IOException {
                    guarded(() -> out.write(single));
                }

                @Override
                public void flush() throws IOException {
                    guarded(out::flush);
                }
            };
        }

        private void guarded(IoRunnable write) throws IOException {
            writingSince = System.nanoTime() | 1;
            try {
                write.run();
            } catch (IOException e) {
                throw stalled ? timeout(e) : e;
            } finally {
                writingSince = 0;
            }
        }

        private SocketTimeoutException timeout(IOException cause) {
            SocketTimeoutException timeout =
                    new SocketTimeoutException("no byte could be sent for " + Elapsed.shown(limit));
            timeout.initCause(cause);
            return timeout;
        }

        private void check() {
            long since = writingSince;
            if (since != 0 && System.nanoTime() - since > limit.toNanos()) {
                stalled = true;
                cancel.run();
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
