package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
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
 * the current image. Only if no record explains where a moving tag points are all tags looked up, and the other
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
            List<ImageStatus> images = new ArrayList<>();
            for (RepositoryName repository : request.repositories()) {
                images.add(image(repository, places, request));
            }
            return new Pipeline(clock.instant(), images);
        } finally {
            EnvironmentRegistry.close(places);
        }
    }

    private ImageStatus image(RepositoryName name, List<EnvironmentRegistry> places, StatusRequest request)
            throws IOException {
        List<Sight> sights =
                places.stream().map(place -> new Sight(place, name)).toList();
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
        return new ImageStatus(name, new HoldingBuilder(sights, request, log, clock.instant()).all());
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
