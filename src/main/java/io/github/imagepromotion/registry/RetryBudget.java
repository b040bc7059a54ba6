package io.github.imagepromotion.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How often, and how long, a promotion may try again over all its registries, and what it spent. Safe for use by several
 * threads.
 */
public final class RetryBudget {
    private final int most;
    private final Instant deadline;
    private final Clock clock;
    private final List<Retry> taken = new ArrayList<>();

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
     * @param time from now after which none may be taken
     * @param clock tells when
     */
    public RetryBudget(int most, Duration time, Clock clock) {
        this.most = most;
        this.clock = clock;
        this.deadline = clock.instant().plus(time);
    }

    /** @return a budget that never ends an operation by itself */
    public static RetryBudget unlimited() {
        return new RetryBudget(Integer.MAX_VALUE, Duration.ofDays(365), Clock.systemUTC());
    }

    /**
     * Takes one retry, if one is left and there is time for the wait before it.
     *
     * @param what is tried again
     * @param why the attempt before failed, printable
     * @param wait before the next attempt
     * @return whether it may be made
     */
    public synchronized boolean take(String what, String why, Duration wait) {
        Instant now = clock.instant();
        if (taken.size() >= most || now.plus(wait).isAfter(deadline)) {
            return false;
        }
        taken.add(new Retry(now, what, why));
        return true;
    }

    /** @return the retries that were taken, in their order */
    public synchronized List<Retry> taken() {
        return List.copyOf(taken);
    }
}
