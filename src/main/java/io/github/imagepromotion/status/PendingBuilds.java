package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.BuildDecisions.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The current build of an environment and those that may be promoted to it.
 *
 * @param current the build that the environment runs
 * @param builds the builds in one of its registries
 * @param before the holdings of the immediately preceding environments
 */
record PendingBuilds(Optional<Build> current, List<Build> builds, List<Holding> before) {

    PendingBuilds {
        builds = List.copyOf(builds);
        before = List.copyOf(before);
    }

    Position position(Digest image) {
        if (runs(current, image)) {
            return Position.CURRENT;
        }
        return before.stream().anyMatch(holding -> runs(holding.current(), image)) ? Position.NEXT : Position.OTHER;
    }

    private static boolean runs(Optional<Build> current, Digest image) {
        return current.filter(build -> build.digest().equals(image)).isPresent();
    }

    /** {@return the image's BuildId, as the nearest environment knows it} */
    Optional<BuildId> name(Digest image) {
        Stream<Build> here = Stream.concat(current.stream(), builds.stream());
        return Stream.concat(
                        here,
                        before.stream()
                                .flatMap(holding ->
                                        Stream.concat(holding.current().stream(), holding.builds().stream())))
                .filter(build -> build.digest().equals(image))
                .flatMap(build -> build.buildId().stream())
                .findFirst();
    }
}
