package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Attached.Judged;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.Inspection.Sighting;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** What has been read so far about one image in one registry of an environment. Filled concurrently. */
final class RepositorySnapshot {
    private static final Attached NOTHING = new Attached(List.of(), List.of());

    private final EnvironmentRegistry place;
    private final RepositoryName name;
    private final ReadRepository repository;
    private final List<VerificationKey> trusted;
    private final StatusLog log;
    private final Optional<Inspection> inspection;
    private final List<BuildId> ids;
    private final Map<Tag, Digest> moving = new ConcurrentHashMap<>();
    private final Map<BuildId, Digest> builds = new ConcurrentHashMap<>();
    private final Map<Digest, Evidence> evidence = new ConcurrentHashMap<>();
    private final Map<Digest, Attached> attached = new ConcurrentHashMap<>();
    private Optional<RunningRelease> release = Optional.empty();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /**
     * Lists the tags, and resolves the moving ones.
     *
     * @param place the registry
     * @param name the image's name
     * @param request what to read
     * @param log explains failures
     * @param inspection inspects every image
     * @throws IOException if the registry cannot be read
     */
    RepositorySnapshot(
            EnvironmentRegistry place,
            RepositoryName name,
            StatusRequest request,
            StatusLog log,
            Optional<Inspection> inspection)
            throws IOException {
        this.place = place;
        this.name = name;
        this.trusted = request.trusted(environment().id());
        this.log = log;
        this.inspection = inspection;
        this.repository = ReadRepository.listed(place.repository(name), new RememberedContent(request.cache()));
        this.ids = BuildTags.among(repository.tags(), request.environments());
        for (Tag tag : environment().movingTags()) {
            repository.resolve(tag).map(Descriptor::digest).ifPresent(digest -> moving.put(tag, digest));
        }
        moving.values().stream().distinct().forEach(this::read);
        if (!moving.isEmpty()) {
            current().ifPresent(this::readLabels);
        }
    }

    EnvironmentRegistry place() {
        return place;
    }

    Environment environment() {
        return place.environment();
    }

    Repository repository() {
        return repository;
    }

    /** {@return all builds that have a BuildId tag here, the highest number first} */
    List<BuildId> ids() {
        return ids;
    }

    Map<Tag, Digest> moving() {
        return moving;
    }

    /** {@return the builds that were examined} */
    Map<BuildId, Digest> builds() {
        return builds;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    boolean trustsKeys() {
        return !trusted.isEmpty();
    }

    Evidence evidence(Digest image) {
        return evidence.getOrDefault(image, Evidence.NONE);
    }

    /** {@return all promotions found, the latest first} */
    List<Promotion> promotions() {
        return evidence.values().stream()
                .flatMap(each -> each.promotions().stream())
                .sorted(Promotion.NEWEST_FIRST)
                .toList();
    }

    /** {@return what the running service reported last, of any build} */
    Optional<Running> running() {
        return evidence.values().stream()
                .flatMap(each -> each.runs().stream().limit(1))
                .max(Comparator.comparing(Running::at));
    }

    /** {@return the image that the first moving tag points to, otherwise that of the latest promotion} */
    Optional<Digest> current() {
        return environment().movingTags().stream()
                .filter(moving::containsKey)
                .findFirst()
                .map(moving::get)
                .or(() -> promotions().stream().findFirst().map(Promotion::digest));
    }

    List<String> forged() {
        return evidence.values().stream()
                .flatMap(each -> each.forged().stream())
                .sorted()
                .toList();
    }

    /** {@return the builds that the moving tags point to, as far as records tell} */
    Stream<BuildId> named() {
        return moving.values().stream()
                .flatMap(digest -> evidence(digest).promotions().stream().limit(1))
                .map(Promotion::buildId);
    }

    /** {@return whether only records tell which build is current, so that all of them have to be read} */
    boolean needsAllRecords() {
        return moving.isEmpty() && !environment().trust().withoutRecords();
    }

    /** {@return images that moving tags point to and that belong neither to a record nor to an examined build} */
    Stream<Digest> unknown() {
        return moving.values().stream().filter(digest -> !knows(digest));
    }

    /** {@return whether a record here or an examined build gives an image's BuildId} */
    boolean knows(Digest image) {
        return !evidence(image).promotions().isEmpty() || builds.containsValue(image);
    }

    /** {@return whether a moving tag points to an image that belongs neither to a record nor to an examined build} */
    boolean hasUnnamed() {
        return unknown().findAny().isPresent();
    }

    /** {@return which of these builds have not been examined yet} */
    List<BuildId> unread() {
        List<BuildId> unread = new ArrayList<>(ids);
        unread.removeAll(builds.keySet());
        return unread;
    }

    /** Resolves a build's tag. */
    void resolve(BuildId build) {
        attempt(() ->
                repository.resolve(build.tag()).map(Descriptor::digest).ifPresent(digest -> builds.put(build, digest)));
    }

    /** Resolves a build's tag and reads the documents of its image. */
    void read(BuildId build) {
        resolve(build);
        Optional.ofNullable(builds.get(build)).ifPresent(this::read);
    }

    private void read(Digest image) {
        if (!evidence.containsKey(image)) {
            attempt(() -> {
                Attached all = Attached.to(image, repository, 1);
                attached.put(image, all);
                read(image, all.judge(trusted));
            });
        }
    }

    /** Reads the records of an image, which need not exist here. */
    void readRecords(Digest image) {
        if (!evidence.containsKey(image)) {
            attempt(() -> {
                List<Finding> findings =
                        Attached.to(image, repository, 1).judge(trusted).findings();
                evidence.put(image, Evidence.of(findings, image, environment().id()));
            });
        }
    }

    /** Reads the decisions about an image, which need not exist here. */
    void readDecisions(Digest image) {
        if (!attached.containsKey(image)) {
            attempt(() -> attached.put(image, Attached.referrers(image, repository, List.of(), 1)));
        }
    }

    /** In a repository of releases, reads the lock of the current one. */
    void readRelease() {
        attempt(() -> {
            Optional<Digest> current = current();
            if (current.isPresent()) {
                release = RunningRelease.read(repository, current.get());
            }
        });
    }

    /** {@return the release that was read} */
    Optional<RunningRelease> release() {
        return release;
    }

    /** {@return the documents of an image here, as far as they were read} */
    Attached attached(Digest image) {
        return attached.getOrDefault(image, NOTHING);
    }

    /** {@return the images whose documents were read} */
    Set<Digest> images() {
        return attached.keySet();
    }

    private void read(Digest image, Judged judged) throws IOException {
        evidence.put(image, Evidence.of(judged.findings(), image, environment().id()));
        if (inspection.isPresent()) {
            inspection
                    .get()
                    .look(new Sighting(
                            environment(), place.address(), place.name(), name, repository, image, judged, trusted));
        }
    }

    /** Only for the current image, since it takes requests of its own. */
    private void readLabels(Digest image) {
        Evidence known = evidence(image);
        if (known.version().isEmpty() || known.commit().isEmpty()) {
            attempt(() -> evidence.put(image, known.orLabels(Labels.read(repository, image))));
        }
    }

    private void attempt(IoRunnable reading) {
        try {
            reading.run();
        } catch (ImageException | IOException e) {
            String why = e instanceof NoSuchFileException missing
                    ? "content " + missing.getFile() + " is not there"
                    : log.explain(e);
            failures.add(Text.printable(why));
        }
    }
}
