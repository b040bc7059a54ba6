package io.github.imagepromotion.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeAxisTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final int TOP = 40;

    @Test
    void heightWhenPausesDifferIsLongerForTheLongerOneWithinBounds() {
        Instant minute = NOW.minus(Duration.ofMinutes(1));
        Instant year = minute.minus(Duration.ofDays(365));
        TimeAxis axis = new TimeAxis(List.of(year, minute), Set.of(), NOW, TOP);

        assertThat(axis.height(NOW)).isEqualTo(TOP);
        int recent = axis.height(minute) - TOP;
        int past = axis.height(year) - axis.height(minute);
        assertThat(recent).isGreaterThanOrEqualTo(2 * TimeAxis.STEP);
        assertThat(past).isGreaterThan(TimeAxis.STEP).isLessThan(4 * TimeAxis.STEP);
        assertThat(axis.isWhole()).isTrue();
    }

    @Test
    void heightWhenThereAreTooManyEventsLeavesTheOldestBelow() {
        List<Instant> events = IntStream.range(1, 1000)
                .mapToObj(hour -> NOW.minus(Duration.ofHours(hour)))
                .toList();
        TimeAxis axis = new TimeAxis(events, Set.of(), NOW, TOP);

        assertThat(axis.isWhole()).isFalse();
        assertThat(axis.bottom()).isLessThan(2_000);
        assertThat(axis.shows(events.get(0))).isTrue();
        assertThat(axis.shows(events.get(998))).isFalse();
        assertThat(axis.height(events.get(998))).isEqualTo(axis.bottom());
    }

    @Test
    void heightWhenARecordIsFromTheFutureStaysInThePicture() {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        TimeAxis axis = new TimeAxis(List.of(tomorrow, NOW.minusSeconds(60)), Set.of(), NOW, TOP);

        assertThat(axis.height(tomorrow)).isBetween(TOP, axis.bottom());
    }
}
