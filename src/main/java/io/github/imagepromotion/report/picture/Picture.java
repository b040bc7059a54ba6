package io.github.imagepromotion.report.picture;

import java.util.List;

/**
 * The picture's data; horizontal lengths in percent, vertical ones in pixels.
 *
 * @param id id of the picture in the page
 * @param subject what it displays
 * @param height total height
 * @param size minimum width: {@code narrow}, {@code medium} or {@code wide}
 * @param heads names of the lanes
 * @param ticks ticks of the time axis
 * @param lines lines between lanes
 * @param bars bars in lanes
 * @param note what is not displayed; may be empty
 */
public record Picture(
        String id,
        String subject,
        int height,
        String size,
        List<Head> heads,
        List<Tick> ticks,
        List<Line> lines,
        List<Bar> bars,
        String note) {

    /** Copies the lists. */
    public Picture {
        heads = List.copyOf(heads);
        ticks = List.copyOf(ticks);
        lines = List.copyOf(lines);
        bars = List.copyOf(bars);
    }

    /** The name of a lane. */
    public record Head(String x, String width, String name, String registry) {}

    /** A tick of the time axis: a day, or a time of day. */
    public record Tick(int y, int textY, String text, boolean day) {}

    /** The promotion of a build from one lane to another. */
    public record Line(String x1, int y1, String x2, int y2, String kind) {}

    /**
     * A build in a lane.
     *
     * @param link link to its description; may be empty
     * @param label short text
     * @param reason reason of a rollback; may be empty
     * @param title long text
     * @param kind {@code past}, {@code now1} to {@code now4}, {@code moved}, {@code gap} or {@code none}
     */
    public record Bar(
            String x,
            int y,
            String width,
            int height,
            String link,
            String label,
            String reason,
            String title,
            String kind) {

        boolean isGap() {
            return kind.equals("gap");
        }
    }
}
