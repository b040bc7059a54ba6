package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.registry.RetryBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What is tried again, how often, and after how long.
 *
 * @param attempts in a row without progress, the first included
 * @param firstDelay before the second attempt, doubled before each further one
 * @param longestDelay between two attempts; also the bound of what a registry may ask for with {@code Retry-After}
 * @param budget of the whole promotion
 * @param clock by which a {@code Retry-After} date is read
 * @param pause waits
 * @param random spreads the delays, so that many clients do not come back at once
 */
public record RetryPolicy(
        int attempts,
        Duration firstDelay,
        Duration longestDelay,
        RetryBudget budget,
        Clock clock,
        Pause pause,
        RandomGenerator random) {
    private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

    /** @param budget of the whole promotion */
    public static RetryPolicy standard(RetryBudget budget) {
        return new RetryPolicy(
                5,
                Duration.ofMillis(300),
                Duration.ofSeconds(60),
                budget,
                Clock.systemUTC(),
                Pause.SLEEP,
                // Not RandomGenerator.getDefault(): it asks a service loader, which in a plugin finds nothing.
                new Random());
    }

    /** {@return the same with so many attempts in a row, the first included} */
    public RetryPolicy attempts(int number) {
        return new RetryPolicy(number, firstDelay, longestDelay, budget, clock, pause, random);
    }

    /** {@return whether an answer with that status may be another one when asked again} */
    public static boolean isTransient(int status) {
        return TRANSIENT.contains(status);
    }

    /**
     * @param what the operation is to do, as a message says it after "Cannot"
     * @return counts its attempts
     */
    public Attempts begin(String what) {
        return new Attempts(this, what);
    }

    /**
     * Half of an exponentially growing delay is fixed, half is random; a registry that says when to come back is heard,
     * within bounds.
     *
     * @param failures so far, at least 1
     * @param retryAfter what the registry asked for
     * @return how long to wait
     */
    Duration delay(int failures, Optional<Duration> retryAfter) {
        long exponential = firstDelay.toMillis() << Math.min(failures - 1, 16);
        long bounded = Math.min(exponential, longestDelay.toMillis());
        Duration own = Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
        Duration asked = retryAfter.orElse(Duration.ZERO);
        Duration longer = asked.compareTo(own) > 0 ? asked : own;
        return longer.compareTo(longestDelay) > 0 ? longestDelay : longer;
    }

    /**
     * @param response with or without {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3)
     * @return how long the registry asks to wait, unbounded
     */
    Optional<Duration> retryAfter(Response response) {
        return response.header("Retry-After").map(String::trim).flatMap(this::retryAfter);
    }

    private Optional<Duration> retryAfter(String value) {
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), date));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
