package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads of a promotion. */
class MavenPromotionLogTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            18000000 | 0 | Transferred 18.0 MB to test in 1.5 s
            17999000 | 1 | Transferred 18.0 MB to test in 1.5 s, mounted 1 blob that the registry had
            0        | 6 | Transferred 0 B to test in 1.5 s, mounted 6 blobs that the registry had
            """)
    void transferredWhenBlobsWereMountedSaysHowMany(long bytes, int mounted, String line) {
        assertThat(MavenPromotionLog.transferred("test", bytes, mounted, Duration.ofMillis(1500)))
                .isEqualTo(line);
    }
}
