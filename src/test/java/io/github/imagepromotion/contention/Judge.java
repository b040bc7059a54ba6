package io.github.imagepromotion.contention;

import io.github.imagepromotion.contention.Act.Kind;
import io.github.imagepromotion.contention.Outcome.End;
import io.github.imagepromotion.image.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Says whether some order, one after the other, explains how a round ended. */
final class Judge {
    private final Scenario scenario;
    private final Map<Act, Outcome> outcomes;
    private final List<Act> made;
    private final List<Problem> problems = new ArrayList<>();

    Judge(Scenario scenario, Map<Act, Outcome> outcomes) {
        this.scenario = scenario;
        this.outcomes = outcomes;
        this.made = scenario.acts().stream()
                .filter(act -> outcome(act).end() == End.MADE)
                .toList();
    }

    private Outcome outcome(Act act) {
        return Objects.requireNonNull(outcomes.get(act));
    }

    /** By what each act says, and what the round's registries hold. */
    Verdict verdict(Round round) {
        outcomes.forEach(this::judge);
        List<Map<Integer, Map<String, Integer>>> states = new ArrayList<>();
        for (int registry = 0; registry < scenario.registries(); registry++) {
            Map<Integer, Map<String, Integer>> state = new TreeMap<>();
            for (int image = 0; image < scenario.images(); image++) {
                Crane crane = round.cranes(image).get(registry);
                state.put(image, state(crane, image));
            }
            states.add(state);
        }
        judge(states);
        return new Verdict(scenario, outcomes, problems);
    }

    private void add(Problem.Kind kind, String text) {
        problems.add(new Problem(kind, text));
    }

    private void judge(Act act, Outcome outcome) {
        String text = act + ": " + outcome.message().orElse("");
        if (outcome.end() == End.BROKEN) {
            add(Problem.Kind.BROKEN, text);
        } else if (outcome.end() == End.REFUSED && !mayBeRefused(act)) {
            add(Problem.Kind.REFUSAL, text);
        }
    }

    /** By what somebody did meanwhile, or by what was there before all of them. */
    boolean mayBeRefused(Act act) {
        boolean impossible = !Model.before(scenario).apply(act);
        return impossible
                || made.stream().anyMatch(other -> other.images().stream()
                        .anyMatch(image -> act.images().contains(image)));
    }

    private Map<String, Integer> state(Crane crane, int image) {
        List<String> names = crane.tags();
        Map<Digest, Integer> contents = contents(image);
        Map<String, Integer> tags = new TreeMap<>();
        for (String tag : names) {
            // The lock of older versions has the environment in its name.
            if (tag.startsWith("promotion-lock")) {
                if (crane.manifest(tag).contains("lock.id")) {
                    add(Problem.Kind.LOCK, "'" + tag + "' of " + crane);
                }
            } else if (scenario.moving().contains(tag) || tag.matches("[0-9]+")) {
                tags.put(tag, contents.getOrDefault(crane.digest(tag), -1));
            }
        }
        for (Outcome outcome : outcomes.values()) {
            outcome.rejections().forEach((document, rejected) -> {
                String list = "sha256-" + rejected.hex();
                if (contents.containsKey(rejected)
                        && !(names.contains(list) && crane.manifest(list).contains(document.toString()))) {
                    add(Problem.Kind.REJECTION, document + " of " + rejected);
                }
            });
        }
        return tags;
    }

    private Map<Digest, Integer> contents(int image) {
        Map<Digest, Integer> contents = new LinkedHashMap<>();
        for (int content = 0; content < Scenario.CONTENTS; content++) {
            contents.put(Actor.digest(scenario, image, content), content);
        }
        return contents;
    }

    private void judge(List<Map<Integer, Map<String, Integer>>> states) {
        if (isSetTwice()) {
            add(Problem.Kind.TWICE, states + " after " + made);
        } else if (states.stream().distinct().count() > 1) {
            add(Problem.Kind.APART, states + " after " + made);
        } else if (!isExplained(states.get(0))) {
            add(Problem.Kind.MIXED, states.get(0) + " after " + made);
        }
    }

    private boolean isSetTwice() {
        return made.stream().filter(act -> act.kind() == Kind.PROMOTE).anyMatch(act -> made.stream()
                .filter(other -> other.kind() == Kind.PROMOTE)
                .filter(other -> other.build().equals(act.build()))
                .anyMatch(other -> act.images().stream()
                        .filter(other.images()::contains)
                        .anyMatch(image -> !Objects.equals(
                                act.contents().get(image), other.contents().get(image)))));
    }

    boolean isExplained(Map<Integer, Map<String, Integer>> end) {
        return isExplained(Model.before(scenario), made, end);
    }

    private static boolean isExplained(Model state, List<Act> left, Map<Integer, Map<String, Integer>> end) {
        if (left.isEmpty()) {
            return state.tags().equals(end);
        }
        for (Act next : left) {
            Model after = state.copy();
            List<Act> others = left.stream().filter(act -> act != next).toList();
            if (after.apply(next) && isExplained(after, others, end)) {
                return true;
            }
        }
        return false;
    }
}
