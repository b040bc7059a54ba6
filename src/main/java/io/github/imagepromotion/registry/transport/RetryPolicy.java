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
 * Which failures are retried, how often, and after which delays.
 *
 * @param attempts maximum number of attempts in a row without progress, including the first
 * @param firstDelay delay before the second attempt, doubled before each further one
 * @param longestDelay maximum delay, also of {@code Retry-After}
 * @param budget budget of the whole promotion
 * @param clock current time, for a {@code Retry-After} date
 * @param pause waits
 * @param random randomizes delays, so that clients do not retry simultaneously
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

    /** @param budget budget of the whole promotion */
    public static RetryPolicy standard(RetryBudget budget) {
        return new RetryPolicy(
                5,
                Duration.ofMillis(300),
                Duration.ofSeconds(60),
                budget,
                Clock.systemUTC(),
                Pause.SLEEP,
                // RandomGenerator.getDefault() uses a service loader, which finds nothing in a plugin.
                new Random());
    }

    /** {@return the same policy with another number of attempts in a row, including the first} */
    public RetryPolicy attempts(int number) {
        return new RetryPolicy(number, firstDelay, longestDelay, budget, clock, pause, random);
    }

    /** {@return whether a failure with that status may be transient} */
    public static boolean isTransient(int status) {
        return TRANSIENT.contains(status);
    }

    /**
     * @param what the operation, as messages name it after "Cannot"
     * @return counts its attempts
     */
    public Attempts begin(String what) {
        return new Attempts(this, what);
    }

    /**
     * Computes a delay that grows exponentially; half of it is fixed, half is random. {@code Retry-After} is respected,
     * up to the longest delay.
     *
     * @param failures number of failures so far, at least 1
     * @param retryAfter the delay that the registry asked for
     * @return the delay
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
     * @return the delay that the registry asks for, unbounded
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
