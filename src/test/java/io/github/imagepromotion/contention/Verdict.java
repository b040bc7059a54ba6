package io.github.imagepromotion.contention;

import io.github.imagepromotion.contention.Outcome.End;
import java.util.List;
import java.util.Map;

/**
 * How a round ended.
 *
 * @param scenario of it
 * @param outcomes of its acts
 * @param problems what no order explains; none if it is right
 */
record Verdict(Scenario scenario, Map<Act, Outcome> outcomes, List<Problem> problems) {
    boolean isWrong() {
        return !problems.isEmpty();
    }

    boolean has(Problem.Kind kind) {
        return problems.stream().anyMatch(problem -> problem.kind() == kind);
    }

    long count(Act.Kind kind, End end) {
        return outcomes.entrySet().stream()
                .filter(outcome ->
                        outcome.getKey().kind() == kind && outcome.getValue().end() == end)
                .count();
    }
}
