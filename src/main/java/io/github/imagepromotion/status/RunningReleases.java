package io.github.imagepromotion.status;

import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.status.PipelineReader.Sight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The releases that run in the registries of environments. */
final class RunningReleases {
    /** Members of releases that are read although they were not asked for: a lock in a registry may say anything. */
    private static final int MOST_MEMBERS = 200;

    private final StatusRequest request;
    private final StatusLog log;
    private final Map<EnvironmentRegistry, List<RunningRelease>> running = new ConcurrentHashMap<>();
    private final Map<EnvironmentRegistry, String> failures = new ConcurrentHashMap<>();

    RunningReleases(StatusRequest request, StatusLog log) {
        this.request = request;
        this.log = log;
    }

    void add(EnvironmentRegistry place, RunningRelease release) {
        running.computeIfAbsent(place, key -> new ArrayList<>()).add(release);
    }

    List<RunningRelease> in(EnvironmentRegistry place) {
        return running.getOrDefault(place, List.of());
    }

    /** {@return whether an image is a member of one of them, and so promoted with it} */
    boolean have(Digest image) {
        return running.values().stream().flatMap(List::stream).anyMatch(release -> release.lock().members().stream()
                .anyMatch(member -> member.digest().equals(image)));
    }

    /** {@return why it is not known what runs in a registry} */
    Optional<String> failure(EnvironmentRegistry place) {
        return Optional.ofNullable(failures.get(place));
    }

    /** {@return the images asked for, and the members of releases that run} */
    Set<RepositoryName> images() {
        Set<RepositoryName> images = new LinkedHashSet<>(request.repositories());
        running.values().stream()
                .flatMap(List::stream)
                .flatMap(release -> release.lock().members().stream())
                .map(ReleaseMember::repository)
                .sorted(Comparator.comparing(RepositoryName::toString))
                .distinct()
                .filter(image -> !request.repositories().contains(image))
                .limit(MOST_MEMBERS)
                .forEach(images::add);
        return images;
    }

    /**
     * Where no release was asked for, reads that of each environment that has a repository for releases and moving tags:
     * one request for its manifest, and one for its lock, which is kept.
     *
     * @param sights an image in all registries
     */
    void look(List<Sight> sights) throws IOException {
        if (!request.releases().isEmpty()) {
            return;
        }
        List<EnvironmentRegistry> places = sights.stream()
                .filter(sight -> !sight.snapshot().isEmpty())
                .map(Sight::place)
                .filter(place -> !running.containsKey(place) && !failures.containsKey(place))
                .distinct()
                .toList();
        Parallel.forEach(places, request.parallelism(), this::look);
    }

    private void look(EnvironmentRegistry place) {
        Environment environment = place.environment();
        Optional<RepositoryName> name = environment.location().releaseRepository();
        Optional<Tag> moving = environment.movingTags().stream().findFirst();
        List<RunningRelease> found = new ArrayList<>();
        if (name.isPresent() && moving.isPresent()) {
            try {
                Repository repository =
                        ReadRepository.unlisted(place.repository(name.get()), new RememberedContent(request.cache()));
                RunningRelease.read(repository, moving.get()).ifPresent(found::add);
            } catch (ImageException | IOException e) {
                failures.put(place, "which release runs here is not known: " + Text.printable(log.explain(e)));
            }
        }
        running.put(place, found);
    }
}
