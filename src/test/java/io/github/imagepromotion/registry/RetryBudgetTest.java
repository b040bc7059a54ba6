package io.github.imagepromotion.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

        assertThat(take(budget, "push a", "503", Duration.ZERO)).isTrue();
        assertThat(take(budget, "push b", "429", Duration.ZERO)).isTrue();
        assertThat(take(budget, "push c", "503", Duration.ZERO)).isFalse();
        assertThat(budget.taken())
                .extracting(RetryBudget.Retry::what, RetryBudget.Retry::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("push a", "503"),
                        org.assertj.core.groups.Tuple.tuple("push b", "429"));
    }

    @Test
    void takeWhenTheWaitGoesBeyondTheTimeRefuses() {
        RetryBudget budget = new RetryBudget(10, Duration.ofMinutes(1), NOON);

        assertThat(take(budget, "push", "503", Duration.ofSeconds(59))).isTrue();
        assertThat(take(budget, "push", "503", Duration.ofSeconds(61))).isFalse();
        assertThat(budget.taken()).hasSize(1);
    }

    /** A transfer that advances, or a wait for a gate, may take longer than the time for trying again. */
    @Test
    void takeWhenTheCallTookLongGoesByTheLastProgress() {
        RetryBudget budget = new RetryBudget(10, Duration.ofMinutes(1), NOON);

        assertThat(budget.take(
                        "push", "503", Duration.ofSeconds(1), NOON.instant().minusSeconds(58)))
                .isTrue();
        assertThat(budget.take(
                        "push", "503", Duration.ofSeconds(1), NOON.instant().minusSeconds(60)))
                .isFalse();
    }

    /** What was spent before never ends a call between two tags. */
    @Test
    void completeWhenAllIsSpentLeavesEachOperationItsOwnAttempts() throws IOException {
        RetryBudget budget = new RetryBudget(0, Duration.ofMinutes(1), NOON);

        budget.complete(() ->
                assertThat(take(budget, "put tag", "503", Duration.ofHours(1))).isTrue());
        assertThat(take(budget, "push", "503", Duration.ZERO)).isFalse();
        assertThat(budget.taken()).hasSize(1);
    }

    private static boolean take(RetryBudget budget, String what, String why, Duration wait) {
        return budget.take(what, why, wait, budget.now());
    }
}
