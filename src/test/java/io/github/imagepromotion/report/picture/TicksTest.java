package io.github.imagepromotion.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.report.picture.Picture.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void allWhenEventsAreInOneMinuteNamesItOnce() {
        List<Instant> events = Stream.of(
                        "26T11:30:00", "26T11:20:40", "26T11:20:10", "26T11:20:05", "25T11:20:00", "25T11:19:00")
                .map(time -> Instant.parse("2026-11-" + time + "Z"))
                .toList();
        Ticks ticks = new Ticks(new TimeAxis(events, Set.of(), NOW, 40), Set.of(events.get(3)));

        assertThat(ticks.all())
                .extracting(Tick::text)
                .containsExactly("26 Nov", "11:20", "", Ticks.ROLLBACK, "25 Nov", "11:19");
        assertThat(ticks.all()).extracting(Tick::y).doesNotHaveDuplicates();
    }
}
