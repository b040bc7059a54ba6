package io.github.imagepromotion.report.picture;

import java.util.Locale;

/** Horizontal positions of lanes, in percent: the picture fills the available width, and text is not scaled. */
final class Columns {
    /** On a phone, enough for a date and the symbol of a rollback. */
    private static final double AXIS = 19;

    private static final double WIDEST = 24;
    private static final double GAP = 0.5;

    private final double width;

    Columns(int lanes) {
        this.width = Math.min(WIDEST, (100 - AXIS) / (lanes + GAP * (lanes - 1)));
    }

    String width() {
        return percent(width);
    }

    String left(int lane) {
        return percent(start(lane));
    }

    String right(int lane) {
        return percent(start(lane) + width);
    }

    private double start(int lane) {
        return AXIS + lane * width * (1 + GAP);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
