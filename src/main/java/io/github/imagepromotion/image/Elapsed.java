package io.github.imagepromotion.image;

import java.time.Duration;

/** Formats durations for display. */
public final class Elapsed {
    private Elapsed() {}

    /**
     * Formats a duration in its two largest units, without the smaller one if it is zero: {@code 3 d 4 h}, {@code 2 h},
     * {@code 5 min 12 s}, {@code 8 s}.
     *
     * @param time duration; less than a second, and a negative one, is {@code 0 s}
     * @return the text
     */
    public static String shown(Duration time) {
        if (time.toDays() > 0) {
            return inTwo(time.toDays(), "d", time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return inTwo(time.toHours(), "h", time.toMinutesPart(), "min");
        }
        return time.toMinutes() > 0
                ? inTwo(time.toMinutes(), "min", time.toSecondsPart(), "s")
                : Math.max(0, time.toSeconds()) + " s";
    }

    private static String inTwo(long large, String unit, int small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
