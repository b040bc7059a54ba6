package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import io.github.imagepromotion.promotion.Target.TagState;
import io.github.imagepromotion.promotion.gate.AttachedDocuments.Question;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds out by reading only what an image takes in one registry of an environment: first what the tags name, then what of
 * the content is there. Questions of either kind may be asked at the same time, for many images.
 */
final class TargetPlanner {
    /** In bytes: sent in about the time that it takes to ask for it. */
    private static final long SMALL = 64 * 1024;

    private final Candidate candidate;
    private final Environment environment;
    private final RegistryAddress address;
    private final Repository repository;
    private final BaseLayers baseLayers;
    private final boolean repair;
    private final boolean dryRun;
    private final Map<Tag, Optional<Digest>> named = new ConcurrentHashMap<>();
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    private final Set<Digest> missing = ConcurrentHashMap.newKeySet();
    private final Set<Digest> absent = ConcurrentHashMap.newKeySet();
    private final Map<Tag, String> others = new ConcurrentHashMap<>();
    private volatile List<Document> documents = List.of();

    TargetPlanner(
            Candidate candidate,
            Environment environment,
            RegistryAddress address,
            Repository repository,
            BaseLayers baseLayers,
            PromotionRequest request) {
        this.candidate = candidate;
        this.environment = environment;
        this.address = address;
        this.repository = repository;
        this.baseLayers = baseLayers;
        this.repair = request.repair();
        this.dryRun = request.dryRun();
    }

    /** What each tag names: asked first. */
    List<Question> aboutTags() {
        return tags().map(tag -> question(() -> named.put(tag, repository.named(tag, candidate.digest()))))
                .toList();
    }

    private Question question(IoRunnable asking) {
        return new Question(address.toString(), asking);
    }

    /** Reads which content exists, as far as the tags do not imply it; run after the tags are read. */
    List<Question> aboutContent() {
        List<Question> questions = new ArrayList<>(aboutOtherReleases());
        List<Document> all = candidate.archive().documents();
        if (!isPresent()) {
            documents = all;
            expect(candidate.archive().image().blobs());
            all.forEach(document -> expect(document.content().blobs()));
            boolean looksNew = looksNew();
            for (Descriptor blob : blobs.values()) {
                if (looksNew && isSmall(blob)) {
                    missing.add(blob.digest());
                } else {
                    questions.add(question(() -> ask(blob)));
                }
            }
            return questions;
        }
        if (repair) {
            expect(candidate.archive().image().blobs());
            blobs.values().forEach(blob -> questions.add(question(() -> ask(blob))));
            candidate.archive().image().manifests().forEach(manifest -> questions.add(question(() -> ask(manifest))));
        }
        if (!isDone()) {
            questions.add(question(() -> askForDocuments(all)));
        }
        return questions;
    }

    /** A release also asks what its moving tags name: an image, or a release of another project, would lose them. */
    private List<Question> aboutOtherReleases() {
        return candidate.lock().stream()
                .flatMap(release -> environment.movingTags().stream()
                        .filter(tag -> named(tag).isPresent() && !named(tag).equals(Optional.of(candidate.digest())))
                        .map(tag -> question(() -> repository
                                .manifest(named(tag).orElseThrow())
                                .flatMap(manifest -> notOf(release, tag, manifest))
                                .ifPresent(why -> others.put(tag, why)))))
                .toList();
    }

    private Optional<String> notOf(ReleaseLock release, Tag tag, Manifest manifest) {
        Optional<String> name = ReleaseArtifact.name(manifest);
        if (name.isEmpty()) {
            return Optional.of(":" + tag + "' names " + manifest.descriptor().digest()
                    + ", which is no release, and the release '" + candidate.name() + "' would take its place.");
        }
        return name.filter(other -> !other.equals(release.name()))
                .map(other -> "' has the releases of " + Text.quote(other) + ", and would have those of '"
                        + release.name() + "', too.");
    }

    /** {@return why the repository is not this release's to have; run after the content was asked about} */
    Optional<Message> ofOthers() {
        return environment.movingTags().stream()
                .filter(others::containsKey)
                .findFirst()
                .map(tag -> Objects.requireNonNull(others.get(tag)))
                .map(why -> Message.of("In '" + environment.id() + "', '" + repository.displayName() + why)
                        .because(PromotionReason.OTHER_RELEASE));
    }

    /**
     * Whether nothing seems to have been promoted to the repository yet, by its tags. Then small blobs are sent without
     * a lookup, which saves a request and does no harm. A dry run, which lists missing blobs, looks them up.
     */
    private boolean looksNew() {
        return !dryRun
                && !environment.movingTags().isEmpty()
                && tags().allMatch(tag -> named(tag).isEmpty());
    }

    private boolean isSmall(Descriptor blob) {
        return blob.size() <= SMALL && !candidate.archive().isLeftOut(blob);
    }

    private Stream<Tag> tags() {
        return Stream.concat(Stream.of(candidate.identity().buildId().tag()), environment.movingTags().stream())
                .distinct();
    }

    /** Whether the BuildId's tag names the image. */
    private boolean isPresent() {
        return named(candidate.identity().buildId().tag()).equals(Optional.of(candidate.digest()));
    }

    private Optional<Digest> named(Tag tag) {
        return named.getOrDefault(tag, Optional.empty());
    }

    private boolean isDone() {
        return !repair && tags().allMatch(tag -> named(tag).equals(Optional.of(candidate.digest())));
    }

    private void expect(Collection<Descriptor> content) {
        content.forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
    }

    private void ask(Descriptor blob) throws IOException {
        if (!repository.has(blob)) {
            missing.add(blob.digest());
        }
    }

    /** A tag in place promises the manifests; only a repair asks for them. */
    private void ask(Manifest manifest) throws IOException {
        if (repository.resolve(manifest.descriptor().digest()).isEmpty()) {
            absent.add(manifest.descriptor().digest());
        }
    }

    private void askForDocuments(List<Document> all) throws IOException {
        documents = new MissingDocuments(repository).of(all);
        Map<Digest, Descriptor> more = new LinkedHashMap<>();
        for (Document document : documents) {
            document.content().blobs().stream()
                    .filter(blob -> !blobs.containsKey(blob.digest()))
                    .forEach(blob -> more.putIfAbsent(blob.digest(), blob));
        }
        Parallel.forEach(more.values(), Planner.QUESTIONS_AT_ONCE, this::ask);
    }

    /**
     * {@return the state of the registry}
     *
     * @param gates answers of gates; empty if they were not asked
     */
    Target target(List<GateAnswer> gates) {
        documents.forEach(document -> expect(document.content().blobs()));
        List<Descriptor> lacking = blobs.values().stream()
                .filter(blob -> missing.contains(blob.digest()))
                .toList();
        List<Manifest> manifests = candidate.archive().image().manifests();
        return new Target(
                candidate,
                environment,
                address.toString(),
                repository,
                tags().map(tag -> new TagState(tag, named(tag))).toList(),
                lacking,
                isPresent() && lacking.isEmpty()
                        ? manifests.stream()
                                .filter(manifest ->
                                        absent.contains(manifest.descriptor().digest()))
                                .toList()
                        : manifests,
                documents,
                gates,
                baseLayers.content(candidate.archive()),
                mountFrom());
    }

    /** Where the environments before this one have the image in the same registry, and what is configured. */
    private List<RepositoryName> mountFrom() {
        RepositoryName name = candidate.repository(environment);
        Stream<RepositoryName> ofPredecessors = environment.after().stream()
                .flatMap(id -> candidate.environments().find(id).stream())
                .flatMap(before -> before.registries().stream()
                        .filter(registry -> isSameRegistry(registry, address))
                        .map(registry -> registry.locate(candidate.repository(before))));
        Stream<RepositoryName> ofBase = BaseLayers.mountFrom(candidate, address).stream();
        return Stream.concat(Stream.concat(ofPredecessors, environment.location().mountFrom().stream()), ofBase)
                .filter(before -> !before.equals(address.locate(name)))
                .distinct()
                .toList();
    }

    static boolean isSameRegistry(RegistryAddress one, RegistryAddress other) {
        return one instanceof RegistryAddress.Host host
                && other instanceof RegistryAddress.Host otherHost
                && host.authority().equals(otherHost.authority());
    }
}
