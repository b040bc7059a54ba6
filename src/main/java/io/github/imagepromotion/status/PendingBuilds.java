package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.BuildDecisions.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an environment has, and what may come to it.
 *
 * @param here what one of its registries holds
 * @param before what is held by the environments that come right before
 */
record PendingBuilds(Holding here, List<Holding> before) {

    PendingBuilds {
        before = List.copyOf(before);
    }

    Position position(Digest image) {
        if (runs(here, image)) {
            return Position.CURRENT;
        }
        return before.stream().anyMatch(holding -> runs(holding, image)) ? Position.NEXT : Position.OTHER;
    }

    private static boolean runs(Holding holding, Digest image) {
        return holding.current().filter(build -> build.digest().equals(image)).isPresent();
    }

    /** The image's BuildId, as it is known nearest to here. */
    Optional<BuildId> name(Digest image) {
        return Stream.concat(Stream.of(here), before.stream())
                .flatMap(holding -> Stream.concat(holding.current().stream(), holding.builds().stream()))
                .filter(build -> build.digest().equals(image))
                .flatMap(build -> build.buildId().stream())
                .findFirst();
    }
}
