package io.github.imagepromotion.promotion;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.GateRequest;
import io.github.imagepromotion.promotion.gate.Gatekeeper;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds out by reading only what a promotion takes, and whether anything forbids it. */
final class Planner {
    private final List<Candidate> candidates;
    private final List<Environment> environments;
    private final TargetPlanner targets;
    private final BaseLayers baseLayers;
    private final Gatekeeper gatekeeper;

    /** Fails at once where the request names what is not configured. */
    Planner(OpenRegistries registries, List<Candidate> candidates, PromotionRequest request, Clock clock) {
        this.candidates = List.copyOf(candidates);
        this.environments = environments(candidates, request);
        this.baseLayers = new BaseLayers(registries, request.parallelism());
        this.targets = new TargetPlanner(registries, request, baseLayers);
        this.gatekeeper = new Gatekeeper(registries::repository, request.gates(), clock, request.parallelism());
        refuseOneTagForTwo();
    }

    /** Every environment is planned before the first is changed; all that forbids it is in the plans. */
    List<Plan> plan() throws IOException {
        List<Plan> plans = new ArrayList<>();
        Set<String> earlier = new LinkedHashSet<>();
        for (Environment environment : environments) {
            plans.add(plan(environment.id(), earlier));
            earlier.add(environment.id());
        }
        return plans;
    }

    private Plan plan(String id, Set<String> earlier) throws IOException {
        List<Target> all = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Environment own = environment(candidate, id);
            List<Target> here = new ArrayList<>();
            for (RegistryAddress address : own.registries()) {
                here.add(targets.target(candidate, own, address));
            }
            List<GateAnswer> answers = gates(candidate, own, earlier, here);
            here.forEach(target -> all.add(target.withGates(answers)));
        }
        List<String> obstacles = new ArrayList<>();
        all.forEach(target -> conflict(target).ifPresent(obstacles::add));
        obstacles.addAll(withoutBase(all));
        return new Plan(id, all, obstacles);
    }

    /** Where nothing is changed, nothing passes a gate. */
    private List<GateAnswer> gates(Candidate candidate, Environment own, Set<String> earlier, List<Target> here)
            throws IOException {
        if (here.stream().allMatch(Target::isDone)) {
            return List.of();
        }
        return gatekeeper.ask(new GateRequest(
                candidate.identity(),
                candidate.digest(),
                candidate.archive().documents(),
                candidate.sources(),
                own,
                candidate.environments(),
                earlier,
                here.stream().flatMap(target -> target.replaced().stream()).toList(),
                ResultBuilder.json(own.id(), here)));
    }

    /** Each image once, with all that any registry of the environment lacks. */
    private List<String> withoutBase(List<Target> targets) throws IOException {
        Map<Candidate, Set<Descriptor>> missing = new LinkedHashMap<>();
        for (Target target : targets) {
            missing.computeIfAbsent(target.candidate(), key -> new LinkedHashSet<>())
                    .addAll(target.missing());
        }
        List<String> refusals = new ArrayList<>();
        for (Map.Entry<Candidate, Set<Descriptor>> each : missing.entrySet()) {
            baseLayers.refusal(each.getKey(), List.copyOf(each.getValue())).ifPresent(refusals::add);
        }
        return refusals;
    }

    private static List<Environment> environments(List<Candidate> candidates, PromotionRequest request) {
        if (candidates.isEmpty()) {
            throw new ImageException("There is no image to promote.");
        }
        return candidates.get(0).environments().selectToPromote(request.environments());
    }

    private static Environment environment(Candidate candidate, String id) {
        return candidate.environments().select(List.of(id)).get(0);
    }

    private static Optional<String> conflict(Target target) {
        return target.tags()
                .get(0)
                .before()
                .filter(before -> !before.equals(target.candidate().digest()))
                .map(before -> "In '" + target.environment().id() + "', '" + target.name() + "' already names " + before
                        + ", the artifact is " + target.candidate().digest()
                        + "; a BuildId tag never changes. Promote the artifact that has this BuildId, or build again"
                        + " under a new one (<buildId>, -Dimage.buildId).");
    }

    /** Two images that would take the same tag from each other. */
    private void refuseOneTagForTwo() {
        Set<String> names = new TreeSet<>();
        for (Candidate candidate : candidates) {
            if (!names.add(candidate.name())) {
                throw new ImageException("Promoted nothing: two artifacts of the set are called '" + candidate.name()
                        + "'. Give each module a repository of its own (<repository>, -Dimage.repository).");
            }
        }
    }
}
