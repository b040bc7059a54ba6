package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.IoRunnable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Limits the retries of a call over all its registries: their number, and the time without progress. Remembers the
 * retries that were made. Safe for use by several threads.
 */
public final class RetryBudget {
    private final int most;
    private final Duration time;
    private final Clock clock;
    private final BiConsumer<Retry, Duration> listener;
    private final List<Retry> taken = new ArrayList<>();
    private int completing;

    /**
     * One retry.
     *
     * @param at its time
     * @param what the operation, as messages name it after "Cannot"
     * @param why the preceding attempt failed: a status, or the kind of failure
     */
    public record Retry(Instant at, String what, String why) {}

    /**
     * @param most maximum number of retries
     * @param time during which an operation may be retried without progress; there is no limit while it makes progress
     * @param clock gives the times of retries
     */
    public RetryBudget(int most, Duration time, Clock clock) {
        this(most, time, clock, (retry, wait) -> {});
    }

    /**
     * @param most maximum number of retries
     * @param time during which an operation may be retried without progress
     * @param clock gives the times of retries
     * @param listener is told of each retry before it is made, and how long it waits for it; called by several threads
     */
    public RetryBudget(int most, Duration time, Clock clock, BiConsumer<Retry, Duration> listener) {
        this.most = most;
        this.time = time;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Takes one retry, if one is left and there is time for the delay before it.
     *
     * @param what the operation that is retried
     * @param why the preceding attempt failed, printable
     * @param wait delay before the next attempt
     * @param since when the operation began, or last made progress
     * @return whether the retry may be made
     */
    public boolean take(String what, String why, Duration wait, Instant since) {
        Retry retry = new Retry(clock.instant(), what, why);
        boolean granted = granted(retry, wait, since);
        if (granted) {
            listener.accept(retry, wait);
        }
        return granted;
    }

    private synchronized boolean granted(Retry retry, Duration wait, Instant since) {
        boolean spent = taken.size() >= most || retry.at().plus(wait).isAfter(since.plus(time));
        if (spent && completing == 0) {
            return false;
        }
        taken.add(retry);
        return true;
    }

    /**
     * Runs work that must not be left half done, such as setting several tags: even if the budget is spent, each of its
     * operations has its own attempts.
     *
     * @param work to do
     */
    public void complete(IoRunnable work) throws IOException {
        count(1);
        try {
            work.run();
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int more) {
        completing += more;
    }

    /** {@return the time of the budget's clock} */
    public Instant now() {
        return clock.instant();
    }

    /** {@return the retries that were made, in order} */
    public synchronized List<Retry> taken() {
        return List.copyOf(taken);
    }
}
