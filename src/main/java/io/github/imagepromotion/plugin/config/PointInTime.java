package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Parses times as users, Maven and git-commit-id-maven-plugin write them. */
final class PointInTime {
    /** The earliest time of RFC 3339, which docker uses for "unknown". */
    static final Instant FIRST_YEAR = Instant.parse("0001-01-01T00:00:00Z");

    /** The latest time of RFC 3339. */
    private static final Instant LAST_YEAR = Instant.parse("9999-12-31T23:59:59Z");

    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .appendPattern("['['VV']']")
            .toFormatter(Locale.ROOT);

    private PointInTime() {}

    /**
     * @param text ISO 8601 with an offset or {@code [zone]}, or seconds since 1970
     * @param first earliest allowed time
     * @throws IllegalArgumentException if the text is neither, or out of range
     */
    static Instant of(String text, Instant first) {
        try {
            Instant time = text.matches("[0-9]+")
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : ISO_8601.parse(text, Instant::from);
            if (time.isBefore(first) || time.isAfter(LAST_YEAR)) {
                throw new DateTimeException("out of bounds");
            }
            return time;
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "an ISO 8601 time with its offset, such as 2026-11-23T10:00:00Z, from the year "
                            + first.toString().substring(0, 4) + " to 9999: " + Text.quote(text),
                    e);
        }
    }
}
