package io.github.imagepromotion.promotion.tagging;

import java.time.Duration;

/**
 * The times of a lock. Durations are measured by each process for itself; no two clocks are compared.
 *
 * @param shortestWait between writing and believing a note, at least
 * @param longestWait the same, at most
 * @param renewal between two notes of a holder
 * @param shortestAbandonment after so long without a new note a holder counts as dead, at least
 * @param longestAbandonment the same, at most, whatever a note says
 * @param patience for others, in all
 * @param pause between two looks at a lock that another one holds, at most
 */
record LockTimes(
        Duration shortestWait,
        Duration longestWait,
        Duration renewal,
        Duration shortestAbandonment,
        Duration longestAbandonment,
        Duration patience,
        Duration pause) {

    static final LockTimes STANDARD = new LockTimes(
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMillis(400));

    /** Of the slowest step that we took ourselves: so much longer another one may take. */
    private static final int SLOWER = 5;

    /** Renewals that may fail before a holder counts as dead. */
    private static final int MISSED = 3;

    /**
     * How long it takes until everyone who found the lock free before we wrote has written, too. Who takes longer over a
     * step than others wait at least may have written over a holder's note: he waits until a holder would have written
     * again.
     *
     * @param slowestStep of ours, from reading a note to having written one
     */
    Duration wait(Duration slowestStep) {
        Duration asOthersMayTake = longer(slowestStep.multipliedBy(SLOWER), shortestWait);
        Duration wait = slowestStep.compareTo(shortestWait) > 0
                ? longer(asOthersMayTake, renewal.plus(slowestStep.multipliedBy(2)))
                : asOthersMayTake;
        return shorter(wait, longestWait);
    }

    /**
     * After what time without a new note we are to be taken for dead.
     *
     * @param repositories that we write notes in
     * @param slowestRequest that we saw
     */
    Duration abandonment(int repositories, Duration slowestRequest) {
        int rounds = (repositories + TagLock.AT_ONCE - 1) / TagLock.AT_ONCE;
        Duration between = renewal.plus(slowestRequest.multipliedBy(4L * rounds));
        return bounded(between.multipliedBy(MISSED));
    }

    /** The same where a note says it, which is not to be trusted. */
    Duration bounded(Duration abandonment) {
        return shorter(longer(abandonment, shortestAbandonment), longestAbandonment);
    }

    /** Between two looks at locks that come after the one that is waited for. */
    Duration look() {
        return shortestAbandonment.dividedBy(MISSED);
    }

    /** For how long we rely on a note of ours: others, who see it later, for longer. */
    static Duration reliance(Duration abandonment) {
        return abandonment.multipliedBy(2).dividedBy(3);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
