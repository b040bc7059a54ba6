package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.Verdict.Outcome;
import io.github.imagepromotion.faults.proxy.FaultKind;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** One run: a promotion through faults, what became of it, and the same promotion again without faults. */
final class SeededPromotion {
    /** Short, so that a stall costs little; long enough for two busy processors. */
    private static final Duration PATIENCE = Duration.ofMillis(700);
    /** For what must not fail by itself. */
    private static final Duration GREAT_PATIENCE = Duration.ofSeconds(20);

    private final Ground ground;
    private final Scenario scenario;
    private final Map<FaultKind, LongAdder> counts;

    SeededPromotion(Ground ground, long seed, Map<FaultKind, LongAdder> counts) {
        this.ground = ground;
        this.scenario = Scenario.of(seed);
        this.counts = counts;
    }

    Verdict run() throws IOException {
        Optional<String> expired =
                scenario.tokens() || scenario.twoRegistries() ? Optional.of(ground.expiredToken()) : Optional.empty();
        Faults faults = new SeededFaults(scenario.seed(), expired, counts);
        SwitchedFaults switched = new SwitchedFaults(faults);
        try (Stage stage = new Stage(ground, scenario, switched)) {
            prepare(stage);
            switched.on();
            Attempt attempt = Attempt.of(stage.candidates(), scenario.route().faulty(), manner(stage, PATIENCE));
            switched.off();
            stage.behave();
            return judge(stage, attempt);
        }
    }

    private void prepare(Stage stage) throws IOException {
        if (scenario.older()) {
            mustSucceed(stage, stage.older(), List.of("dev", "prod"));
        }
        if (scenario.route() == Scenario.Route.PROD) {
            mustSucceed(stage, stage.candidates(), List.of("dev"));
        }
    }

    private void mustSucceed(Stage stage, List<Candidate> candidates, List<String> environments) throws IOException {
        Attempt attempt = Attempt.of(candidates, environments, manner(stage, GREAT_PATIENCE));
        if (attempt.failure().isPresent()) {
            throw new IOException(
                    "a promotion without faults failed", attempt.failure().get());
        }
    }

    private Attempt.Manner manner(Stage stage, Duration patience) {
        Optional<Path> state = scenario.remembers() ? Optional.of(stage.state()) : Optional.empty();
        return new Attempt.Manner(scenario.chunk(), scenario.parallelism(), patience, state);
    }

    private Verdict judge(Stage stage, Attempt attempt) throws IOException {
        List<String> problems = new ArrayList<>(attempt.problems());
        Outcome outcome = Outcome.RIGHT;
        if (attempt.failure().isEmpty()) {
            for (String environment : scenario.route().faulty()) {
                problems.addAll(stage.endState(environment).problemsOfSuccess());
            }
        } else {
            outcome = judgeFailure(stage, problems);
            again(stage, problems);
        }
        String told = attempt.told();
        return problems.isEmpty()
                ? new Verdict(scenario.seed(), outcome, told, List.of())
                : Verdict.wrong(scenario.seed(), told, problems);
    }

    private Outcome judgeFailure(Stage stage, List<String> problems) throws IOException {
        Map<String, Digest> before = scenario.older()
                ? stage.older().stream()
                        .collect(Collectors.toMap(older -> older.identity().repository() + ":2", Candidate::digest))
                : Map.of();
        int tagged = 0;
        for (String environment : scenario.route().faulty()) {
            problems.addAll(stage.endState(environment).problemsOfFailure(before));
            tagged += stage.endState(environment).tagsSet();
        }
        return tagged == 0 ? Outcome.NOTHING_TAGGED : Outcome.SOME_TAGGED;
    }

    private void again(Stage stage, List<String> problems) throws IOException {
        Attempt again = Attempt.of(stage.candidates(), scenario.route().faulty(), manner(stage, GREAT_PATIENCE));
        again.failure().ifPresent(failure -> problems.add("the rerun failed: " + failure));
        for (String environment : scenario.route().faulty()) {
            stage.endState(environment)
                    .problemsOfSuccess()
                    .forEach(problem -> problems.add("after the rerun: " + problem));
        }
    }
}
