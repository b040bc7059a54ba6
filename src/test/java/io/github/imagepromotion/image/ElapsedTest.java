package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {
    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT0.9S, 0 s",
        "PT59.9S, 59 s",
        "PT1M, 1 min",
        "PT5M12S, 5 min 12 s",
        "PT1H, 1 h",
        "PT23H59M59S, 23 h 59 min",
        "P1D, 1 d",
        "P400DT1H59M, 400 d 1 h"
    })
    void shownWhenTimeIsGivenNamesTheTwoLargestUnits(Duration time, String shown) {
        assertThat(Elapsed.shown(time)).isEqualTo(shown);
    }
}
