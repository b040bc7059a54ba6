package io.github.imagepromotion.promotion.tagging;

import java.time.Duration;

/**
 * Times of a lock. Each process measures durations itself; clocks are not compared.
 *
 * @param shortestWait minimum time between writing a note and trusting it
 * @param longestWait maximum of that time
 * @param renewal time until a holder looks after its note for the first time
 * @param shortestAbandonment minimum time without a new note after which a holder counts as dead
 * @param longestAbandonment maximum of that time, whatever a note says
 * @param patience maximum total time to wait for others
 * @param pause maximum time between two reads of a lock held by another process
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

    /** How many times longer than we another process may take. */
    private static final int SLOWER = 5;

    /** How many times longer than before the first renewal is waited before each later one. */
    static final int LATER = 3;

    /** Number of renewals that may fail before a holder counts as dead. */
    private static final int MISSED = 3;

    /**
     * The time after which everyone who found the lock free before we wrote has written, too. A process whose own step
     * took longer than others wait at least may have overwritten a holder's note, so it also waits until the holder
     * would have renewed it.
     *
     * @param between our time from having read a note to having written one, as answered: the way of the reading there is
     *     no part of it
     * @param step the same from the request to read it on, which is no less than the registry can have seen
     */
    Duration wait(Duration between, Duration step) {
        Duration asOthersMayTake = longer(between.multipliedBy(SLOWER), shortestWait);
        Duration wait = step.compareTo(shortestWait) > 0
                ? longer(asOthersMayTake, renewal.plus(step.multipliedBy(2)))
                : asOthersMayTake;
        return shorter(wait, longestWait);
    }

    /**
     * The time without a new note after which others may take the lock from us.
     *
     * @param repositories number of repositories that we write notes in
     * @param slowestRequest our slowest request
     */
    Duration abandonment(int repositories, Duration slowestRequest) {
        int rounds = (repositories + RepositoryLocks.AT_ONCE - 1) / RepositoryLocks.AT_ONCE;
        Duration between = renewal.multipliedBy(LATER).plus(slowestRequest.multipliedBy(4L * rounds));
        return bounded(between.multipliedBy(MISSED));
    }

    /** {@return a time in a note, which is not trusted, limited to the allowed range} */
    Duration bounded(Duration abandonment) {
        return shorter(longer(abandonment, shortestAbandonment), longestAbandonment);
    }

    /** {@return the time between two reads of locks that come after the one that is waited for} */
    Duration look() {
        return shortestAbandonment.dividedBy(MISSED);
    }

    /** {@return how long we rely on our own note: shorter than others do, who read it later} */
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
