package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Target.TagState;
import io.github.imagepromotion.promotion.gate.GateRequest;
import io.github.imagepromotion.promotion.gate.Gatekeeper;
import io.github.imagepromotion.registry.Repository;
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
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Finds out by reading only what a promotion takes, and whether anything forbids it. */
final class Planner {
    private final OpenRegistries registries;
    private final PromotionRequest request;
    private final List<Environment> environments;
    private final BaseLayers baseLayers;
    private final Gatekeeper gatekeeper;

    /** Fails at once where the request names what is not configured. */
    Planner(OpenRegistries registries, PromotionRequest request, Clock clock) {
        this.registries = registries;
        this.request = request;
        this.environments = environments(request);
        this.baseLayers = new BaseLayers(registries, request.parallelism());
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
        List<Target> targets = new ArrayList<>();
        for (Candidate candidate : request.candidates()) {
            Environment own = environment(candidate, id);
            List<Target> here = new ArrayList<>();
            for (RegistryAddress address : own.registries()) {
                here.add(target(candidate, own, address));
            }
            List<GateAnswer> answers = gates(candidate, own, earlier, here);
            here.forEach(target -> targets.add(target.withGates(answers)));
        }
        List<String> obstacles = new ArrayList<>();
        targets.forEach(target -> conflict(target).ifPresent(obstacles::add));
        obstacles.addAll(withoutBase(targets));
        return new Plan(id, targets, obstacles);
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
                PromotionResult.json(own.id(), here)));
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

    private static List<Environment> environments(PromotionRequest request) {
        if (request.candidates().isEmpty()) {
            throw new ImageException("There is no image to promote.");
        }
        return request.candidates().get(0).environments().selectToPromote(request.environments());
    }

    private static Environment environment(Candidate candidate, String id) {
        return candidate.environments().select(List.of(id)).get(0);
    }

    private Target target(Candidate candidate, Environment environment, RegistryAddress address) throws IOException {
        RepositoryName name = candidate.identity().repository();
        // A dry run gets by without the right to write.
        Repository repository = request.dryRun()
                ? registries.repository(environment, address, name)
                : registries.writable(environment, address, name);
        List<TagState> tags = new ArrayList<>();
        for (Tag tag : tags(candidate, environment)) {
            tags.add(new TagState(tag, repository.named(tag, candidate.digest())));
        }
        boolean present =
                tags.get(0).before().filter(candidate.digest()::equals).isPresent();
        boolean done = present && !request.repair() && tags.stream().allMatch(tags.get(0)::sameTarget);
        List<Document> all = done ? List.of() : candidate.archive().documents();
        List<Document> documents = present ? new MissingDocuments(repository).of(all) : all;
        List<Descriptor> missing = missing(
                present && !request.repair()
                        ? List.of()
                        : candidate.archive().image().blobs(),
                documents,
                repository);
        return new Target(
                candidate,
                environment,
                address.toString(),
                repository,
                tags,
                missing,
                present && missing.isEmpty()
                        ? absent(candidate, repository)
                        : candidate.archive().image().manifests(),
                documents,
                List.of(),
                baseLayers.content(candidate),
                mountFrom(candidate, environment, address));
    }

    /** Manifests that a tag in place promises; only a repair asks for them. */
    private List<Manifest> absent(Candidate candidate, Repository repository) throws IOException {
        List<Manifest> absent = new ArrayList<>();
        if (request.repair()) {
            for (Manifest manifest : candidate.archive().image().manifests()) {
                if (repository.resolve(manifest.descriptor().digest()).isEmpty()) {
                    absent.add(manifest);
                }
            }
        }
        return absent;
    }

    private static Set<Tag> tags(Candidate candidate, Environment environment) {
        Set<Tag> tags = new LinkedHashSet<>();
        tags.add(candidate.identity().buildId().tag());
        tags.addAll(environment.movingTags());
        return tags;
    }

    private List<Descriptor> missing(List<Descriptor> ofImage, List<Document> documents, Repository repository)
            throws IOException {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        ofImage.forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        documents.forEach(
                document -> document.content().blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob)));
        Set<Digest> missing = new ConcurrentSkipListSet<>();
        Parallel.forEach(blobs.values(), request.parallelism(), blob -> {
            if (!repository.has(blob)) {
                missing.add(blob.digest());
            }
        });
        return blobs.values().stream()
                .filter(blob -> missing.contains(blob.digest()))
                .toList();
    }

    /** Where the environments before this one have the image in the same registry, and what is configured. */
    private static List<RepositoryName> mountFrom(
            Candidate candidate, Environment environment, RegistryAddress address) {
        RepositoryName name = candidate.identity().repository();
        Stream<RepositoryName> ofPredecessors = environment.after().stream()
                .flatMap(id -> candidate.environments().find(id).stream())
                .flatMap(before -> before.registries().stream())
                .filter(before -> isSameRegistry(before, address))
                .map(before -> before.locate(name));
        Stream<RepositoryName> ofBase = BaseLayers.mountFrom(candidate, address).stream();
        return Stream.concat(Stream.concat(ofPredecessors, environment.mountFrom().stream()), ofBase)
                .filter(before -> !before.equals(address.locate(name)))
                .distinct()
                .toList();
    }

    static boolean isSameRegistry(RegistryAddress one, RegistryAddress other) {
        return one instanceof RegistryAddress.Host host
                && other instanceof RegistryAddress.Host otherHost
                && host.authority().equals(otherHost.authority());
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
        for (Candidate candidate : request.candidates()) {
            if (!names.add(candidate.name())) {
                throw new ImageException("Promoted nothing: two artifacts of the set are called '" + candidate.name()
                        + "'. Give each module a repository of its own (<repository>, -Dimage.repository).");
            }
        }
    }
}
