package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the texts of elements that Maven set. */
public final class Configured {
    private static final Set<String> FLAGS = Set.of("true", "false", "");

    /** A century: much longer durations overflow. */
    private static final Duration LONGEST = Duration.ofDays(36525);

    private Configured() {}

    /** {@return the trimmed value; empty if it is blank or not set} */
    public static Optional<String> optional(@Nullable String value) {
        return Optional.ofNullable(value).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** {@return the trimmed value; an empty text if it is not set} */
    public static String text(@Nullable String value) {
        return value == null ? "" : value.trim();
    }

    /**
     * Strict, since Maven converts anything else to {@code false}.
     *
     * @param value {@code true} or {@code false}, in any case; blank or not set is {@code false}
     * @param element name of the element, for the message
     * @throws IllegalArgumentException if it is neither
     */
    static boolean flag(@Nullable String value, String element) {
        String text = text(value).toLowerCase(Locale.ROOT);
        if (!FLAGS.contains(text)) {
            throw new IllegalArgumentException(
                    element + ": it is true or false, not " + Text.quote(String.valueOf(value)));
        }
        return text.equals("true");
    }

    /**
     * @throws IllegalArgumentException if the text is neither an ISO 8601 duration nor a number of seconds, or is not
     *     positive, or longer than a century
     */
    public static Duration duration(String text) {
        try {
            Duration duration =
                    text.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.parse(text);
            if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new DateTimeParseException("out of bounds", text, 0);
            }
            return duration;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a duration such as PT5M, nor seconds: " + Text.quote(text), e);
        }
    }

    /** @throws IllegalArgumentException if the value is set and malformed */
    static Optional<Duration> optionalDuration(@Nullable String value, String element) {
        return optional(value).map(text -> {
            try {
                return duration(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(element + " is " + e.getMessage(), e);
            }
        });
    }

    /**
     * Parses a duration.
     *
     * @param parameter name of the parameter, for the message
     * @throws ImageException if it is malformed
     */
    public static Duration duration(String text, String parameter) {
        try {
            return duration(text);
        } catch (IllegalArgumentException e) {
            throw illegal(parameter, e);
        }
    }

    /**
     * A BuildId from the user.
     *
     * @param text the BuildId
     * @param parameter parameter that has it, as a message names it
     * @throws ImageException if it is not legal
     */
    public static BuildId buildId(String text, String parameter) {
        try {
            return BuildId.of(text);
        } catch (IllegalArgumentException e) {
            throw illegal(parameter, e);
        }
    }

    /** {@return an exception that names the parameter, for a text that a value type rejects} */
    public static ImageException illegal(String parameter, IllegalArgumentException e) {
        return new ImageException("Illegal " + parameter + ": " + e.getMessage() + ".", e);
    }

    /** @throws IllegalArgumentException if the value is missing */
    static String required(@Nullable String value, String element) {
        return optional(value).orElseThrow(() -> new IllegalArgumentException(element + " is missing"));
    }
}
