package io.github.imagepromotion.promotion.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockTimesTest {

    @Test
    void waitWhenOthersMayTakeLessThanTheShortestIsTheShortest() {
        assertThat(waited(40, 80)).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void waitWhenTheReadingTookLongToBeAnsweredDoesNotCountThat() {
        assertThat(waited(100, 290)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void waitWhenTheRegistryMayHaveSeenMoreThanTheShortestAlsoWaitsForARenewal() {
        assertThat(waited(100, 310)).isEqualTo(Duration.ofMillis(2620));
    }

    @Test
    void waitWhenAllIsSlowIsTheLongest() {
        assertThat(waited(9_000, 9_000)).isEqualTo(Duration.ofSeconds(10));
    }

    private static Duration waited(long between, long step) {
        return LockTimes.STANDARD.wait(Duration.ofMillis(between), Duration.ofMillis(step));
    }
}
