package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts of elements, as Maven sets them. */
public final class Configured {
    private static final Set<String> FLAGS = Set.of("true", "false", "");

    /** A century: with much more, clocks overflow. */
    private static final Duration LONGEST = Duration.ofDays(36525);

    private Configured() {}

    /** Without white space around it; nothing is empty. */
    public static Optional<String> optional(@Nullable String value) {
        return Optional.ofNullable(value).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** Without white space around it; nothing is empty text. */
    public static String text(@Nullable String value) {
        return value == null ? "" : value.trim();
    }

    /**
     * Maven itself would take anything else for {@code false}.
     *
     * @param value {@code true} or {@code false}, in any case; nothing, or nothing but white space, is {@code false}
     * @param element named in the message
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

    /** @throws IllegalArgumentException if it is neither an ISO 8601 duration nor seconds, not positive, or over a century */
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

    /** @throws IllegalArgumentException if there is one, and it is none */
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
     * A duration that a user named.
     *
     * @param parameter that has it, as a message names it
     * @throws ImageException if it is none
     */
    public static Duration duration(String text, String parameter) {
        try {
            return duration(text);
        } catch (IllegalArgumentException e) {
            throw illegal(parameter, e);
        }
    }

    /** Turns a text that a value type refuses into a message that names the parameter. */
    public static ImageException illegal(String parameter, IllegalArgumentException e) {
        return new ImageException("Illegal " + parameter + ": " + e.getMessage() + ".", e);
    }

    /** @throws IllegalArgumentException if it is missing */
    static String required(@Nullable String value, String element) {
        return optional(value).orElseThrow(() -> new IllegalArgumentException(element + " is missing"));
    }
}
