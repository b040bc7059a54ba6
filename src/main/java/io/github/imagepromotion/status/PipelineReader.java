package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.promotion.RegistryConnector;
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
 * Reads which build is where, from registries and the documents in them; writes nothing there. A registry that cannot be
 * read leaves a gap.
 *
 * <p>What it costs, for each registry of an environment and each image, with {@code m} moving tags, {@code n} builds that
 * are looked at ({@link StatusRequest#builds}, or all of them) and {@code e} registries in all: one list of tags,
 * {@code m + n + e} lookups of tags, one list of documents for each image among them (one more request once, and one tag
 * in its place for each, where the registry has no referrers API), and two requests for each document, where its content
 * is not in the cache yet; up to {@code e} lists more for what was decided about builds that other environments run; up to
 * four requests for the labels of the current image. Only if a moving tag points to what no
 * record explains are all tags looked up, and the other registries asked about that image. Where no moving tag says which
 * build is current, only the newest of all records does: {@code n} is at least {@value #MOST_WITHOUT_TAG} then. The number
 * of builds in a registry does not matter otherwise.
 */
public final class PipelineReader {
    private static final int MOST_WITHOUT_TAG = 500;

    private final RegistryConnector connector;
    private final StatusLog log;
    private final Clock clock;
    private final Optional<Inspection> inspection;

    /**
     * @param connector opens registries
     * @param log is told how far it has come
     * @param clock tells when it was read
     */
    public PipelineReader(RegistryConnector connector, StatusLog log, Clock clock) {
        this(connector, log, clock, Optional.empty());
    }

    /**
     * @param connector opens registries
     * @param log is told how far it has come
     * @param clock tells when it was read
     * @param inspection looks closer at every image whose documents are read; then these are read all, whatever they are
     *     about
     */
    public PipelineReader(RegistryConnector connector, StatusLog log, Clock clock, Optional<Inspection> inspection) {
        this.connector = connector;
        this.log = log;
        this.clock = clock;
        this.inspection = inspection;
    }

    /**
     * @param request what is to be read
     * @return what is where
     * @throws IOException if a connection cannot be closed
     */
    public Pipeline read(StatusRequest request) throws IOException {
        List<Place> places = new ArrayList<>();
        try {
            for (Environment environment : request.environments().list()) {
                for (RegistryAddress address : environment.registries()) {
                    places.add(Place.open(connector, environment, address));
                }
            }
            List<ImageStatus> images = new ArrayList<>();
            for (RepositoryName repository : request.repositories()) {
                images.add(image(repository, places, request));
            }
            return new Pipeline(clock.instant(), images);
        } finally {
            Place.close(places);
        }
    }

    private ImageStatus image(RepositoryName name, List<Place> places, StatusRequest request) throws IOException {
        List<Sight> sights =
                places.stream().map(place -> new Sight(place, name)).toList();
        Parallel.forEach(sights, request.parallelism(), sight -> sight.look(request, log, inspection));
        List<Survey> surveys =
                sights.stream().flatMap(sight -> sight.survey().stream()).toList();
        List<Step> steps = steps(surveys, request);
        AtomicInteger done = new AtomicInteger();
        Parallel.forEach(steps, request.parallelism(), step -> {
            step.survey().read(step.build());
            log.progress(done.incrementAndGet(), steps.size());
        });
        Parallel.forEach(
                unnamed(surveys), request.parallelism(), step -> step.survey().resolve(step.build()));
        readElsewhere(surveys, request.parallelism());
        readDecisions(surveys, request.parallelism());
        return new ImageStatus(name, new Holdings(sights, request, log, clock.instant()).all());
    }

    /** One build that is to be looked at in one place. */
    private record Step(Survey survey, BuildId build) {}

    /** The newest of each place, and what is current in any. */
    private static List<Step> steps(List<Survey> surveys, StatusRequest request) {
        Set<BuildId> current = new LinkedHashSet<>();
        surveys.forEach(survey -> survey.named().forEach(current::add));
        List<Step> steps = new ArrayList<>();
        for (Survey survey : surveys) {
            Set<BuildId> wanted = new LinkedHashSet<>();
            survey.ids().stream().limit(newest(survey, request)).forEach(wanted::add);
            survey.ids().stream().filter(current::contains).forEach(wanted::add);
            wanted.forEach(build -> steps.add(new Step(survey, build)));
        }
        return steps;
    }

    private static int newest(Survey survey, StatusRequest request) {
        if (request.whole().contains(survey.environment().id())) {
            return Integer.MAX_VALUE;
        }
        return survey.needsAllRecords() ? Math.max(request.builds(), MOST_WITHOUT_TAG) : request.builds();
    }

    /** What is known nowhere where it is current may be a build in another environment: by a record there, or a tag. */
    private static void readElsewhere(List<Survey> surveys, int parallelism) throws IOException {
        Set<Digest> unknown = surveys.stream().flatMap(Survey::unknown).collect(Collectors.toSet());
        Parallel.forEach(surveys, parallelism, survey -> unknown.forEach(survey::readRecords));
        if (unknown.stream().anyMatch(image -> surveys.stream().noneMatch(survey -> survey.knows(image)))) {
            Parallel.forEach(
                    unread(surveys.stream()), parallelism, step -> step.survey().resolve(step.build()));
        }
    }

    /** What may come to an environment lies where it is; what was decided about it there, where it may come to. */
    private static void readDecisions(List<Survey> surveys, int parallelism) throws IOException {
        Set<Digest> current = new LinkedHashSet<>();
        surveys.forEach(survey -> survey.current().ifPresent(current::add));
        Parallel.forEach(surveys, parallelism, survey -> current.forEach(survey::readDecisions));
    }

    private static List<Step> unnamed(List<Survey> surveys) {
        return unread(surveys.stream().filter(Survey::hasUnnamed));
    }

    private static List<Step> unread(Stream<Survey> surveys) {
        return surveys.flatMap(survey -> survey.unread().stream().map(build -> new Step(survey, build)))
                .toList();
    }

    /** One image in one place: seen, or not. */
    static final class Sight {
        private final Place place;
        private final RepositoryName name;
        private List<Survey> survey = List.of();
        private String failure = "";

        Sight(Place place, RepositoryName name) {
            this.place = place;
            this.name = name;
        }

        void look(StatusRequest request, StatusLog log, Optional<Inspection> inspection) {
            try {
                survey = List.of(new Survey(place, name, request, log, inspection));
            } catch (ImageException | IOException e) {
                failure = Outside.line(log.explain(e));
            }
        }

        Place place() {
            return place;
        }

        RepositoryName repository() {
            return place.address().locate(name);
        }

        /** Nothing, where the registry could not be read. */
        List<Survey> survey() {
            return survey;
        }

        String failure() {
            return failure;
        }
    }
}
