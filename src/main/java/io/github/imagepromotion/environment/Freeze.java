package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A period in which nothing is promoted to an environment, once or recurring. All times are local times of the zone,
 * even if daylight saving time begins or ends meanwhile: a freeze from Friday 18:00 for 60 hours ends on Monday at
 * 06:00.
 *
 * @param from its begin: {@code 2026-12-24T18:00}, or a date, which begins at midnight; set together with {@code to}
 * @param to its end: {@code 2027-01-07T06:00}, or a date, which is its last day
 * @param cron begin of a recurring freeze, in cron's five fields ({@code 0 18 * * FRI}); set together with
 *     {@code duration}
 * @param duration of a recurring freeze, at most 31 days
 * @param zone of these times
 * @param reason for messages
 */
public record Freeze(
        Optional<String> from,
        Optional<String> to,
        Optional<String> cron,
        Optional<Duration> duration,
        ZoneId zone,
        Optional<String> reason) {
    private static final Duration LONGEST = Duration.ofDays(31);

    /** @throws IllegalArgumentException if it is neither a single nor a recurring freeze, or a time is illegal */
    public Freeze {
        if (from.isPresent() != to.isPresent() || cron.isPresent() != duration.isPresent()) {
            throw EnvironmentSetting.FREEZE.illegal("lacks one of the two");
        }
        if (from.isPresent() == cron.isPresent()) {
            throw EnvironmentSetting.FREEZE.illegal("has none of the two pairs, or both");
        }
        cron.ifPresent(CronTimes::of);
        duration.ifPresent(Freeze::check);
        if (from.isPresent() && !begin(from.get()).isBefore(end(to.orElseThrow()))) {
            throw EnvironmentSetting.FREEZE.illegal("ends before it begins: " + Text.quote(to.orElseThrow()));
        }
    }

    private static void check(Duration duration) {
        EnvironmentSetting.FREEZE_DURATION.requirePositive(duration);
        if (duration.compareTo(LONGEST) > 0) {
            throw EnvironmentSetting.FREEZE_DURATION.illegal("is longer than 31 days");
        }
    }

    /**
     * @param now any time
     * @return the end of the freeze at that time; empty if there is none
     */
    public Optional<Instant> endAt(Instant now) {
        Stream<Window> windows = from.isPresent()
                ? Stream.of(window(begin(from.get()), end(to.orElseThrow())))
                : recurring(now, CronTimes.of(cron.orElseThrow()), duration.orElseThrow());
        return windows.filter(window -> window.contains(now)).map(Window::end).max(Comparator.naturalOrder());
    }

    private record Window(Instant begin, Instant end) {
        boolean contains(Instant now) {
            return !now.isBefore(begin) && now.isBefore(end);
        }
    }

    private Stream<Window> recurring(Instant now, CronTimes times, Duration length) {
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate first = now.minus(length).atZone(zone).toLocalDate().minusDays(1);
        return first.datesUntil(today.plusDays(1)).flatMap(times::on).map(begin -> window(begin, begin.plus(length)));
    }

    /**
     * A local time that is skipped by daylight saving time is moved forward; of two equal ones, the later ends the
     * freeze.
     */
    private Window window(LocalDateTime begin, LocalDateTime end) {
        return new Window(
                begin.atZone(zone).toInstant(),
                end.atZone(zone).withLaterOffsetAtOverlap().toInstant());
    }

    private static LocalDateTime begin(String text) {
        return text.contains("T") ? time(text) : date(text).atStartOfDay();
    }

    private static LocalDateTime end(String text) {
        return text.contains("T") ? time(text) : date(text).plusDays(1).atStartOfDay();
    }

    private static LocalDateTime time(String text) {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no time such as 2026-12-24T18:00: " + Text.quote(text), e);
        }
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no date such as 2026-12-24: " + Text.quote(text), e);
        }
    }
}
