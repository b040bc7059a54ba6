package io.github.imagepromotion.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.BuildId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuildOrderTest {

    @Test
    void newestFirstWhenThereAreNumbersComparesThemAsNumbers() {
        assertThat(ids("9", "100", "99", "098", "1.2", "1.10", "1", "main-9", "main-10", "content-b", "content-a")
                        .sorted(BuildOrder.NEWEST_FIRST))
                .extracting(BuildId::value)
                .containsExactly(
                        "main-10", "main-9", "content-b", "content-a", "100", "99", "098", "9", "1.10", "1.2", "1");
    }

    @Test
    void newestFirstWhenNumbersAreLongerThanALongComparesThem() {
        assertThat(ids("20261129000000000000000000001", "20261129000000000000000000002", "9")
                        .sorted(BuildOrder.NEWEST_FIRST))
                .extracting(BuildId::value)
                .containsExactly("20261129000000000000000000002", "20261129000000000000000000001", "9");
    }

    @Test
    void tellsWhenBuildsDifferInMoreThanNumbersIsFalse() {
        assertThat(BuildOrder.tells(List.of())).isTrue();
        assertThat(BuildOrder.tells(ids("main-9", "main-10").toList())).isTrue();
        assertThat(BuildOrder.tells(ids("main-9", "fix-10").toList())).isFalse();
        assertThat(BuildOrder.tells(ids("1", "1.1").toList())).isFalse();
    }

    private static Stream<BuildId> ids(String... ids) {
        return Stream.of(ids).map(BuildId::of);
    }
}
