package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "812, 812 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1049, 1.0 kB",
        "1050, 1.1 kB",
        "3400, 3.4 kB",
        "99999, 100.0 kB",
        "100000, 100.0 kB",
        "670900, 670.9 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "1000000, 1.0 MB",
        "5049999, 5.0 MB",
        "5050000, 5.1 MB",
        "999949999, 999.9 MB",
        "999950000, 1.0 GB",
        "1000000000, 1.0 GB",
        "1234567890, 1.2 GB",
        "1234567890123, 1234.6 GB",
        "9223372036854775807, 9223372036.9 GB",
    })
    void shownAtTheBoundariesTakesTheUnitThatFits(long bytes, String shown) {
        assertThat(Size.shown(bytes)).isEqualTo(shown);
    }
}
