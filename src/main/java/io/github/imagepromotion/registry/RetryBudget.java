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
 * How often a promotion may try again over all its registries, how long it goes on without getting on, and what it spent.
 * Safe for use by several threads.
 */
public final class RetryBudget {
    private final int most;
    private final Duration time;
    private final Clock clock;
    private final BiConsumer<Retry, Duration> listener;
    private final List<Retry> taken = new ArrayList<>();
    private int completing;

    /**
     * One repetition.
     *
     * @param at when
     * @param what was tried again, as it stands in messages after "Cannot"
     * @param why the attempt before it failed: a status, or the kind of failure
     */
    public record Retry(Instant at, String what, String why) {}

    /**
     * @param most retries that may be taken
     * @param time that an operation may go on trying again without getting on; what gets on may take as long as it takes
     * @param clock tells when
     */
    public RetryBudget(int most, Duration time, Clock clock) {
        this(most, time, clock, (retry, wait) -> {});
    }

    /**
     * @param most retries that may be taken
     * @param time that an operation may go on trying again without getting on
     * @param clock tells when
     * @param listener is told of each retry before it is made, and how long it waits for it; called by several threads
     */
    public RetryBudget(int most, Duration time, Clock clock, BiConsumer<Retry, Duration> listener) {
        this.most = most;
        this.time = time;
        this.clock = clock;
        this.listener = listener;
    }

    /** {@return a budget that never ends an operation by itself} */
    public static RetryBudget unlimited() {
        return new RetryBudget(Integer.MAX_VALUE, Duration.ofDays(365), Clock.systemUTC());
    }

    /**
     * Takes one retry, if one is left and there is time for the wait before it.
     *
     * @param what is tried again
     * @param why the attempt before failed, printable
     * @param wait before the next attempt
     * @param since when the operation began, or last got on
     * @return whether it may be made
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
     * Does what must not be left half done, such as setting several tags: whatever was spent before, each of its operations
     * has its own attempts.
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

    /** {@return the time by which the budget goes} */
    public Instant now() {
        return clock.instant();
    }

    /** {@return the retries that were taken, in their order} */
    public synchronized List<Retry> taken() {
        return List.copyOf(taken);
    }
}
