package io.github.imagepromotion.contention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.testing.NeedsTools;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A few rounds of {@code bin/stress contention}, and that its judge knows wrong from right. */
@NeedsTools
class ContentionRunsTest {
    @Test
    void runWhenManyActAtOnceSomeOrderExplainsTheEnd() throws Exception {
        ContentionRuns runs = new ContentionRuns(System.err);
        runs.run(ContentionRuns.seeds(12, 4), 4);

        assertThat(runs.verdicts()).hasSize(4);
        assertThat(runs.verdicts()).flatExtracting(Verdict::problems).isEmpty();
        assertThat(runs.verdicts()).anyMatch(verdict -> verdict.scenario().inProcesses());
    }

    @Test
    void explainWhenAnOrderLeadsThereSaysSo() {
        Judge judge = judge(made(promote(0, "200", Map.of(0, 10, 1, 1))), made(promote(1, "201", Map.of(0, 0, 1, 11))));

        assertThat(judge.isExplained(Map.of(
                        0, Map.of("100", 0, "101", 1, "200", 10, "201", 0, "latest", 10),
                        1, Map.of("100", 0, "101", 1, "200", 1, "201", 11, "latest", 1))))
                .isTrue();
    }

    @Test
    void explainWhenTagsAreOfTwoBuildsSaysNo() {
        Judge judge = judge(made(promote(0, "200", Map.of(0, 10, 1, 1))), made(promote(1, "201", Map.of(0, 1, 1, 11))));

        assertThat(judge.isExplained(Map.of(
                        0, Map.of("100", 0, "101", 1, "200", 10, "201", 1, "latest", 10),
                        1, Map.of("100", 0, "101", 1, "200", 1, "201", 11, "latest", 11))))
                .isFalse();
    }

    @Test
    void explainWhenOneBuildIdWasSetTwiceSaysNo() {
        Judge judge = judge(made(promote(0, "200", Map.of(0, 10))), made(promote(1, "200", Map.of(0, 11))));

        assertThat(judge.isExplained(Map.of(
                        0, Map.of("100", 0, "101", 1, "200", 11, "latest", 11),
                        1, Map.of("100", 0, "101", 1, "latest", 1))))
                .isFalse();
    }

    @Test
    void explainWhenARefusedPromotionLeftATagSaysNo() {
        Judge judge = judge(made(promote(0, "200", Map.of(0, 10))), refused(promote(1, "201", Map.of(0, 11))));

        assertThat(judge.isExplained(Map.of(
                        0, Map.of("100", 0, "101", 1, "200", 10, "201", 11, "latest", 10),
                        1, Map.of("100", 0, "101", 1, "latest", 1))))
                .isFalse();
    }

    @Test
    void mayBeRefusedWhenOnlyOthersOfOtherImagesWereMadeSaysNo() {
        Act act = promote(1, "201", Map.of(0, 11));

        assertThat(judge(made(promote(0, "200", Map.of(1, 10))), refused(act)).mayBeRefused(act))
                .isFalse();
        assertThat(judge(made(promote(0, "200", Map.of(0, 10))), refused(act)).mayBeRefused(act))
                .isTrue();
    }

    @SafeVarargs
    private static Judge judge(Map.Entry<Act, Outcome>... outcomes) {
        Map<Act, Outcome> all = Map.ofEntries(outcomes);
        List<Act> acts = Stream.of(outcomes).map(Map.Entry::getKey).toList();
        return new Judge(new Scenario(1, 2, 1, List.of("latest"), 1, 0, false, acts), all);
    }

    private static Map.Entry<Act, Outcome> made(Act act) {
        return Map.entry(act, Outcome.made(Map.of()));
    }

    private static Map.Entry<Act, Outcome> refused(Act act) {
        return Map.entry(act, Outcome.failed(Outcome.End.REFUSED, "no"));
    }

    private static Act promote(int number, String build, Map<Integer, Integer> contents) {
        return new Act(number, Act.Kind.PROMOTE, build, contents, "", 0);
    }
}
