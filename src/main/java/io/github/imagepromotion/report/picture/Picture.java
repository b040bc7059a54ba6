package io.github.imagepromotion.report.picture;

import java.util.List;

/**
 * What is drawn; lengths across in percent, lengths down in pixels.
 *
 * @param id of the picture in its page
 * @param subject what it is of
 * @param height of all
 * @param size which width it needs at least: {@code narrow}, {@code medium} or {@code wide}
 * @param heads names of the lanes
 * @param ticks of the time axis
 * @param lines from lane to lane
 * @param bars in the lanes
 * @param note what is left out; may be empty
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

    /** A time on the axis; a day, or a time of day. */
    public record Tick(int y, int textY, String text, boolean day) {}

    /** A build on its way from one lane to another. */
    public record Line(String x1, int y1, String x2, int y2, String kind) {}

    /**
     * A build in a lane.
     *
     * @param link where it is described; may be empty
     * @param label short
     * @param reason of a rollback; may be empty
     * @param title long
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
