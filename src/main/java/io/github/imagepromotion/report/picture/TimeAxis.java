package io.github.imagepromotion.report.picture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Vertical positions of times, with the present at the top. Every event has room for a line of text. Longer pauses take
 * more room, but not in proportion, or weeks without a promotion would fill the picture.
 */
final class TimeAxis {
    /** Height of a line of text, in pixels. */
    static final int STEP = 20;

    private static final int STRETCH = 22;
    private static final int MOST_EVENTS = 36;

    private final TreeMap<Instant, Integer> heights = new TreeMap<>();
    private final List<Instant> events;
    private final int bottom;
    private final boolean whole;

    /**
     * @param all times of all events, in any order
     * @param explained events that need room for a second line of text
     * @param now when the pipeline was read
     * @param top top of the axis, in pixels
     */
    TimeAxis(Collection<Instant> all, Set<Instant> explained, Instant now, int top) {
        List<Instant> newestFirst =
                all.stream().distinct().sorted(Comparator.reverseOrder()).toList();
        this.events = newestFirst.stream().limit(MOST_EVENTS).toList();
        this.whole = events.size() == newestFirst.size();
        double longest = longestPause(now);
        int height = top;
        Instant later = now;
        for (Instant event : events) {
            int room = later.equals(now) || explained.contains(event) ? 2 * STEP : STEP;
            height += room + (int) (STRETCH * Math.sqrt(pause(event, later) / longest));
            heights.put(event, height);
            later = event;
        }
        this.bottom = height + (events.isEmpty() ? 4 * STEP : whole ? 0 : STEP);
        heights.put(now, top);
    }

    private double longestPause(Instant now) {
        double longest = 1;
        Instant later = now;
        for (Instant event : events) {
            longest = Math.max(longest, pause(event, later));
            later = event;
        }
        return longest;
    }

    private static double pause(Instant earlier, Instant later) {
        return Math.max(0, Duration.between(earlier, later).toSeconds());
    }

    /** {@return times in the picture, the latest first} */
    List<Instant> events() {
        return new ArrayList<>(events);
    }

    /** {@return whether all events are in the picture} */
    boolean isWhole() {
        return whole;
    }

    int bottom() {
        return bottom;
    }

    boolean shows(Instant time) {
        return heights.containsKey(time);
    }

    /** {@return distance from the top in pixels; for a time before the picture, its bottom} */
    int height(Instant time) {
        Map.Entry<Instant, Integer> later = heights.ceilingEntry(time);
        return later == null ? heights.lastEntry().getValue() : shows(time) ? later.getValue() : bottom;
    }
}
