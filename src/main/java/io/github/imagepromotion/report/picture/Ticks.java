package io.github.imagepromotion.report.picture;

import io.github.imagepromotion.report.picture.Picture.Tick;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Labels of the time axis: each day once, and times of day of other events, each minute once. */
final class Ticks {
    private static final DateTimeFormatter TIME = format("d MMM yyyy, HH:mm 'UTC'");
    private static final DateTimeFormatter DAY = format("d MMM");
    private static final DateTimeFormatter HOUR = format("HH:mm");
    private static final int BASELINE = 7;

    /** An arrow that hooks to the left, in text presentation (Unicode 15, emoji-variation-sequences). */
    static final String ROLLBACK = "\u21A9\uFE0E";

    private final TimeAxis axis;
    private final Set<Instant> rollbacks;

    /**
     * @param axis axis with the events
     * @param rollbacks which events were rollbacks
     */
    Ticks(TimeAxis axis, Set<Instant> rollbacks) {
        this.axis = axis;
        this.rollbacks = rollbacks;
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    List<Tick> all() {
        List<Tick> ticks = new ArrayList<>();
        Optional<LocalDate> last = Optional.empty();
        String named = "";
        for (Instant event : axis.events()) {
            Optional<LocalDate> day = Optional.of(LocalDate.ofInstant(event, ZoneOffset.UTC));
            boolean isNew = !day.equals(last);
            int y = axis.height(event);
            String hour = HOUR.format(event);
            String text = isNew ? DAY.format(event) : hour.equals(named) ? "" : hour;
            String mark = rollbacks.contains(event) ? " " + ROLLBACK : "";
            ticks.add(new Tick(y, y - BASELINE, (text + mark).strip(), isNew));
            named = isNew ? "" : hour;
            last = day;
        }
        return ticks;
    }
}
