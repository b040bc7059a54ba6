package io.github.imagepromotion.image;

import java.time.Duration;

/** Spans of time, written for people: what is meant to be read, not computed with. */
public final class Elapsed {
    private Elapsed() {}

    /**
     * In the two largest units, without the smaller one where there is none of it: {@code 3 d 4 h}, {@code 2 h},
     * {@code 5 min 12 s}, {@code 8 s}.
     *
     * @param time how long; less than a second, and less than nothing, is {@code 0 s}
     * @return the numbers and their units
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
