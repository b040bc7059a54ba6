package io.github.imagepromotion.report.picture;

import java.util.Locale;

/** Where lanes are, in percent of the width: the picture is as wide as there is room, and no text is scaled. */
final class Columns {
    /** On a phone, room for a day and the mark of a rollback. */
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
