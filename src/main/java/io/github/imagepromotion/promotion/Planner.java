package io.github.imagepromotion.promotion;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.promotion.gate.AttachedDocuments.Question;
import io.github.imagepromotion.promotion.gate.Gatekeeper;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans a promotion, read-only: what has to be transferred and tagged, and whether anything forbids it. */
final class Planner {
    /** Small requests in parallel: more than transfers of blobs, since their time is latency and not bandwidth. */
    static final int QUESTIONS_AT_ONCE = 32;

    /** How long the answer that nothing was rejected counts: content may take hours to be sent. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** A release before its members. */
    private final List<Candidate> candidates;

    private final List<Environment> environments;
    private final OpenRegistries registries;
    private final PromotionRequest request;
    private final BaseLayers baseLayers;
    private final Gatekeeper gatekeeper;
    private final Clock clock;
    private final Map<String, List<ImagePlanner>> asked = new HashMap<>();
    private Instant askedAt = Instant.MIN;

    /**
     * @throws ImageException if the request names an environment that is not configured, or two images have the same
     *     name
     */
    Planner(OpenRegistries registries, List<Candidate> candidates, PromotionRequest request, Clock clock) {
        this.candidates = candidates.stream()
                .sorted(Comparator.comparing(candidate -> candidate.lock().isEmpty()))
                .toList();
        this.environments = environments(candidates, request);
        this.baseLayers = new BaseLayers(registries, request.parallelism());
        this.registries = registries;
        this.request = request;
        this.clock = clock;
        this.gatekeeper = new Gatekeeper(registries, request.gates(), clock, request.parallelism());
        Candidate.refuseSeveralOfOne(this.candidates);
    }

    /** {@return the plans of all environments, with everything that forbids the promotion} */
    List<Plan> plan() throws IOException {
        askedAt = clock.instant();
        List<Plan> plans = new ArrayList<>();
        Set<String> earlier = new LinkedHashSet<>();
        for (Environment environment : environments) {
            plans.add(plan(environment.id(), earlier));
            earlier.add(environment.id());
        }
        return plans;
    }

    private Plan plan(String id, Set<String> earlier) throws IOException {
        Optional<Digest> saved = request.plan().map(SavedPlan::digest);
        List<ImagePlanner> images = new ArrayList<>();
        Map<Digest, ImagePlanner> releases = new HashMap<>();
        for (Candidate candidate : candidates) {
            Environment own = environment(candidate, id);
            Optional<ImagePlanner> release =
                    candidate.release().flatMap(digest -> Optional.ofNullable(releases.get(digest)));
            ImagePlanner planner =
                    new ImagePlanner(candidate, own, targets(candidate, own), gatekeeper, earlier, saved, release);
            if (candidate.lock().isPresent()) {
                releases.put(candidate.digest(), planner);
            }
            images.add(planner);
        }
        asked.put(id, images);
        ask(images.stream().flatMap(ImagePlanner::aboutTags));
        ask(images.stream().flatMap(ImagePlanner::aboutContent));
        boolean changesRelease = images.stream().anyMatch(ImagePlanner::changesRelease);
        // One that waits for a service holds a thread, and stops no other.
        Parallel.forEach(images, images.size(), image -> image.askGates(changesRelease));
        List<Target> all = images.stream().flatMap(ImagePlanner::targets).toList();
        List<Message> obstacles = new ArrayList<>();
        images.stream().flatMap(ImagePlanner::obstacles).forEach(obstacles::add);
        obstacles.addAll(withoutBase(all));
        request.plan()
                .flatMap(kept -> PlanDifferences.refusal(kept, new Plan(id, all, obstacles)))
                .ifPresent(obstacles::add);
        return new Plan(id, all, obstacles);
    }

    /**
     * To be called before tags are set.
     *
     * @param environment id of an environment that was planned
     * @throws ImageException if an image of the set was rejected since, while content was sent
     */
    void refuseRejected(String environment) throws IOException {
        if (Duration.between(askedAt, clock.instant()).compareTo(FRESH) < 0) {
            return;
        }
        List<Message> rejections = Collections.synchronizedList(new ArrayList<>());
        Parallel.forEach(
                asked.getOrDefault(environment, List.of()),
                QUESTIONS_AT_ONCE,
                image -> rejections.addAll(image.rejections()));
        if (!rejections.isEmpty()) {
            throw new ImageException(Message.of("Tagged nothing:").and(rejections));
        }
    }

    private List<TargetPlanner> targets(Candidate candidate, Environment own) {
        RepositoryName name = candidate.repository(own);
        List<TargetPlanner> targets = new ArrayList<>();
        for (RegistryAddress address : own.registries()) {
            // A dry run does not ask for permission to write.
            Repository repository = request.dryRun()
                    ? registries.repository(own, address, name)
                    : registries.writable(own, address, name);
            targets.add(new TargetPlanner(candidate, own, address, repository, baseLayers, request));
        }
        return targets;
    }

    /** A registry that makes us wait does not hold up the others. */
    private static void ask(Stream<Question> questions) throws IOException {
        Parallel.inGroups(questions.toList(), Question::registry, QUESTIONS_AT_ONCE, question -> question.asking()
                .run());
    }

    /**
     * Checks that base layers that thin archives lack can be had: once per image, for all registries of the
     * environment.
     */
    private List<Message> withoutBase(List<Target> targets) throws IOException {
        Map<Candidate, Set<Descriptor>> missing = new LinkedHashMap<>();
        for (Target target : targets) {
            missing.computeIfAbsent(target.candidate(), key -> new LinkedHashSet<>())
                    .addAll(target.missing());
        }
        List<Message> refusals = new ArrayList<>();
        for (Map.Entry<Candidate, Set<Descriptor>> each : missing.entrySet()) {
            baseLayers
                    .refusal(each.getKey().archive(), List.copyOf(each.getValue()))
                    .ifPresent(refusals::add);
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
        return candidate.environments().selectToPromote(List.of(id)).get(0);
    }
}
