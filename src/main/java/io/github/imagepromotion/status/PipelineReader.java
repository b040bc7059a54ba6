package io.github.imagepromotion.status;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
import io.github.imagepromotion.status.ReleaseStatus.EnvironmentRelease;
import io.github.imagepromotion.status.ReleaseStatus.Member;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads which build is where, from registries and the documents in them. It never writes to a registry. A registry that
 * cannot be read is flagged, and reading goes on.
 *
 * <p>Requests for each registry of an environment and each image, with {@code m} moving tags, {@code n} examined builds
 * ({@link StatusRequest.Depth}) and {@code e} registries in all: one list of tags,
 * {@code m + n + e} lookups of tags, one list of referrers for each image (without the referrers API one request more
 * in all, and the fallback tag for each image), and two requests for each document that is not in the cache; up to
 * {@code e} more lists for decisions about builds that other environments run; up to four requests for the labels of
 * the current image. A release takes the same in its own repository, and up to two for its lock. Where no release was
 * asked for, the repository for releases of an environment takes up to two for each registry. Only if no record explains where a moving tag points are all tags looked up, and the other
 * registries asked about that image. Without a moving tag the latest record says which build is current: {@code n} is
 * at least {@value #MOST_WITHOUT_TAG} then. Otherwise the number of builds in a registry does not matter.
 */
public final class PipelineReader {
    private static final int MOST_WITHOUT_TAG = 500;

    private final RegistryOpener opener;
    private final StatusLog log;
    private final Clock clock;
    private final Optional<Inspection> inspection;

    /**
     * @param opener opens registries
     * @param log receives progress
     * @param clock source of the time of reading
     */
    public PipelineReader(RegistryOpener opener, StatusLog log, Clock clock) {
        this(opener, log, clock, Optional.empty());
    }

    /**
     * @param opener opens registries
     * @param log receives progress
     * @param clock source of the time of reading
     * @param inspection inspects every image whose documents are read; if present, documents of all types are read
     */
    public PipelineReader(RegistryOpener opener, StatusLog log, Clock clock, Optional<Inspection> inspection) {
        this.opener = opener;
        this.log = log;
        this.clock = clock;
        this.inspection = inspection;
    }

    /**
     * @param request what to read
     * @return which builds are where
     */
    public Pipeline read(StatusRequest request) throws IOException {
        List<EnvironmentRegistry> places = new ArrayList<>();
        try {
            for (Environment environment : request.environments().list()) {
                for (RegistryAddress address : environment.registries()) {
                    places.add(EnvironmentRegistry.open(opener, environment, address));
                }
            }
            RunningReleases running = new RunningReleases(request, log);
            List<ReadRelease> releases = new ArrayList<>();
            for (Coordinates release : request.releases()) {
                releases.add(release(release, places, request, running));
            }
            List<ImageStatus> images = new ArrayList<>();
            for (RepositoryName name : running.images()) {
                List<Sight> sights =
                        places.stream().map(place -> new Sight(place, name)).toList();
                read(sights, request);
                running.look(sights);
                images.add(new ImageStatus(name, holdings(sights, request, running)));
            }
            return new Pipeline(
                    clock.instant(),
                    releases.stream().map(release -> release.status(images)).toList(),
                    images);
        } finally {
            EnvironmentRegistry.close(places);
        }
    }

    private ReadRelease release(
            Coordinates release, List<EnvironmentRegistry> places, StatusRequest request, RunningReleases running)
            throws IOException {
        List<Sight> sights = places.stream()
                .map(place -> new Sight(place, ReleaseArtifact.repository(place.environment(), release)))
                .toList();
        List<RepositorySnapshot> snapshots = read(sights, request);
        Parallel.forEach(snapshots, request.parallelism(), RepositorySnapshot::readRelease);
        List<Holding> holdings = holdings(sights, request, running);
        snapshots.forEach(snapshot -> snapshot.release().ifPresent(found -> running.add(snapshot.place(), found)));
        return new ReadRelease(release.project(), sights, holdings);
    }

    private List<Holding> holdings(List<Sight> sights, StatusRequest request, RunningReleases running) {
        return new HoldingBuilder(sights, request, log, clock.instant(), running).all();
    }

    /** {@return the snapshots of registries that could be read} */
    private List<RepositorySnapshot> read(List<Sight> sights, StatusRequest request) throws IOException {
        Parallel.forEach(sights, request.parallelism(), sight -> sight.look(request, log, inspection));
        List<RepositorySnapshot> snapshots =
                sights.stream().flatMap(sight -> sight.snapshot().stream()).toList();
        List<Step> steps = steps(snapshots, request);
        AtomicInteger done = new AtomicInteger();
        Parallel.forEach(steps, request.parallelism(), step -> {
            step.snapshot().read(step.build());
            log.progress(done.incrementAndGet(), steps.size());
        });
        Parallel.forEach(unnamed(snapshots), request.parallelism(), step -> step.snapshot()
                .resolve(step.build()));
        readElsewhere(snapshots, request.parallelism());
        readDecisions(snapshots, request.parallelism());
        return snapshots;
    }

    /** A build to be read in one registry. */
    private record Step(RepositorySnapshot snapshot, BuildId build) {}

    /** The newest builds of each registry, and the current builds of all. */
    private static List<Step> steps(List<RepositorySnapshot> snapshots, StatusRequest request) {
        Set<BuildId> current = new LinkedHashSet<>();
        snapshots.forEach(snapshot -> snapshot.named().forEach(current::add));
        List<Step> steps = new ArrayList<>();
        for (RepositorySnapshot snapshot : snapshots) {
            Set<BuildId> wanted = new LinkedHashSet<>();
            snapshot.ids().stream().limit(newest(snapshot, request)).forEach(wanted::add);
            snapshot.ids().stream().filter(current::contains).forEach(wanted::add);
            wanted.forEach(build -> steps.add(new Step(snapshot, build)));
        }
        return steps;
    }

    private static int newest(RepositorySnapshot snapshot, StatusRequest request) {
        Integer listed = request.depth().history().get(snapshot.environment().id());
        if (listed != null) {
            return listed;
        }
        return snapshot.needsAllRecords()
                ? Math.max(request.depth().builds(), MOST_WITHOUT_TAG)
                : request.depth().builds();
    }

    /** An image that is current without a known BuildId may be known in another environment, by a record or a tag. */
    private static void readElsewhere(List<RepositorySnapshot> snapshots, int parallelism) throws IOException {
        Set<Digest> unknown =
                snapshots.stream().flatMap(RepositorySnapshot::unknown).collect(Collectors.toSet());
        Parallel.forEach(snapshots, parallelism, snapshot -> unknown.forEach(snapshot::readRecords));
        if (unknown.stream().anyMatch(image -> snapshots.stream().noneMatch(snapshot -> snapshot.knows(image)))) {
            Parallel.forEach(unread(snapshots.stream()), parallelism, step -> step.snapshot()
                    .resolve(step.build()));
        }
    }

    /**
     * Decisions about a build that may be promoted next are in the environment that runs it, or in the one it may be
     * promoted to.
     */
    private static void readDecisions(List<RepositorySnapshot> snapshots, int parallelism) throws IOException {
        Set<Digest> current = new LinkedHashSet<>();
        snapshots.forEach(snapshot -> snapshot.current().ifPresent(current::add));
        Parallel.forEach(snapshots, parallelism, snapshot -> current.forEach(snapshot::readDecisions));
    }

    private static List<Step> unnamed(List<RepositorySnapshot> snapshots) {
        return unread(snapshots.stream().filter(RepositorySnapshot::hasUnnamed));
    }

    private static List<Step> unread(Stream<RepositorySnapshot> snapshots) {
        return snapshots
                .flatMap(snapshot -> snapshot.unread().stream().map(build -> new Step(snapshot, build)))
                .toList();
    }

    /** A release in the registries of all environments. */
    private record ReadRelease(String name, List<Sight> sights, List<Holding> holdings) {

        /** @param images images in the same registries */
        ReleaseStatus status(List<ImageStatus> images) {
            List<EnvironmentRelease> environments = new ArrayList<>();
            for (int i = 0; i < holdings.size(); i++) {
                int place = i;
                Optional<RunningRelease> running = sights.get(i).snapshot().stream()
                        .flatMap(snapshot -> snapshot.release().stream())
                        .findFirst();
                List<Member> members = running.map(release -> release.members(repository -> images.stream()
                                .filter(image -> image.repository().equals(repository))
                                .map(image -> image.holdings().get(place))
                                .findFirst()))
                        .orElse(List.of());
                environments.add(new EnvironmentRelease(holdings.get(i), running.map(RunningRelease::name), members));
            }
            return new ReleaseStatus(name, environments);
        }
    }

    /** One image in one registry; without a snapshot if the registry could not be read. */
    static final class Sight {
        private final EnvironmentRegistry place;
        private final RepositoryName name;
        private List<RepositorySnapshot> snapshot = List.of();
        private String failure = "";

        Sight(EnvironmentRegistry place, RepositoryName name) {
            this.place = place;
            this.name = name;
        }

        void look(StatusRequest request, StatusLog log, Optional<Inspection> inspection) {
            try {
                snapshot = List.of(new RepositorySnapshot(place, name, request, log, inspection));
            } catch (ImageException | IOException e) {
                failure = Text.printable(log.explain(e));
            }
        }

        EnvironmentRegistry place() {
            return place;
        }

        RepositoryName name() {
            return name;
        }

        RepositoryName repository() {
            return place.address().locate(name);
        }

        /** {@return the snapshot; empty if the registry could not be read} */
        List<RepositorySnapshot> snapshot() {
            return snapshot;
        }

        String failure() {
            return failure;
        }
    }
}
