package io.github.imagepromotion.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void takeWhenAllAreTakenRefuses() {
        RetryBudget budget = new RetryBudget(2, Duration.ofHours(1), NOON);

        assertThat(budget.take("push a", "503", Duration.ZERO)).isTrue();
        assertThat(budget.take("push b", "429", Duration.ZERO)).isTrue();
        assertThat(budget.take("push c", "503", Duration.ZERO)).isFalse();
        assertThat(budget.taken())
                .extracting(RetryBudget.Retry::what, RetryBudget.Retry::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("push a", "503"),
                        org.assertj.core.groups.Tuple.tuple("push b", "429"));
    }

    @Test
    void takeWhenTheWaitGoesBeyondTheTimeRefuses() {
        RetryBudget budget = new RetryBudget(10, Duration.ofMinutes(1), NOON);

        assertThat(budget.take("push", "503", Duration.ofSeconds(59))).isTrue();
        assertThat(budget.take("push", "503", Duration.ofSeconds(61))).isFalse();
        assertThat(budget.taken()).hasSize(1);
    }
}
