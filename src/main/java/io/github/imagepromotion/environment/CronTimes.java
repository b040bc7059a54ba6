package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A cron expression (POSIX, {@code crontab}): minute, hour, day of the month, month, day of the week. A field is
 * {@code *}, or a list of numbers and ranges with optional steps; months and days of the week may have their English
 * names. If both days are restricted, a date has to match one of them.
 */
final class CronTimes {
    private static final List<String> MONTHS =
            List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int SUNDAY = 7;

    private final Set<Integer> minutes;
    private final Set<Integer> hours;
    private final Set<Integer> days;
    private final Set<Integer> months;
    private final Set<Integer> weekdays;
    private final boolean eitherDay;

    private CronTimes(String[] fields) {
        this.minutes = values(fields[0], 0, 59, List.of());
        this.hours = values(fields[1], 0, 23, List.of());
        this.days = values(fields[2], 1, 31, List.of());
        this.months = values(fields[3], 1, 12, MONTHS);
        this.weekdays = values(fields[4], 0, SUNDAY, WEEKDAYS);
        if (weekdays.contains(0)) {
            weekdays.add(SUNDAY);
        }
        this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /** @throws IllegalArgumentException if the text is not a cron expression */
    static CronTimes of(String text) {
        String[] fields = text.trim().split("\\s+");
        try {
            if (fields.length == 5) {
                return new CronTimes(fields);
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw (IllegalArgumentException) illegal(text).initCause(e);
        }
        throw illegal(text);
    }

    private static IllegalArgumentException illegal(String text) {
        return EnvironmentSetting.FREEZE_CRON.illegal(
                "is not minute, hour, day, month and day of the week, such as '0 18 * * FRI': " + Text.quote(text));
    }

    /** {@return all matching times of a day} */
    Stream<LocalDateTime> on(LocalDate date) {
        if (!matches(date)) {
            return Stream.empty();
        }
        return hours.stream().flatMap(hour -> minutes.stream().map(minute -> date.atTime(hour, minute)));
    }

    private boolean matches(LocalDate date) {
        boolean day = days.contains(date.getDayOfMonth());
        boolean weekday = weekdays.contains(date.getDayOfWeek().getValue());
        return months.contains(date.getMonthValue()) && (eitherDay ? day || weekday : day && weekday);
    }

    private static Set<Integer> values(String field, int least, int most, List<String> names) {
        Set<Integer> values = new TreeSet<>();
        for (String part : field.split(",", -1)) {
            String[] stepped = part.split("/", 2);
            int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
            List<Integer> ends = ends(stepped[0], stepped.length == 2, least, most, names);
            if (step < 1 || ends.get(0) < least || ends.get(1) > most || ends.get(0) > ends.get(1)) {
                throw new DateTimeException(part);
            }
            for (int value = ends.get(0); value <= ends.get(1); value += step) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<Integer> ends(String range, boolean stepped, int least, int most, List<String> names) {
        if (range.equals("*")) {
            return List.of(least, most);
        }
        List<Integer> ends = new ArrayList<>();
        for (String end : range.split("-", 2)) {
            int named = end.isEmpty() ? -1 : names.indexOf(end.toUpperCase(Locale.ROOT));
            ends.add(named >= 0 ? named : Integer.parseInt(end));
        }
        if (ends.size() == 1) {
            ends.add(stepped ? most : ends.get(0));
        }
        return ends;
    }
}
