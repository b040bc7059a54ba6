package io.github.imagepromotion.status;

import io.github.imagepromotion.image.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which builds are in which environments. Texts from outside are sanitized: one printable line each, without terminal
 * escapes or CI commands. HTML and Markdown are not escaped.
 *
 * @param readAt when this was read
 * @param releases releases in the order of the request
 * @param images images in the order of the request, then other members of the releases that environments run
 */
public record Pipeline(Instant readAt, List<ReleaseStatus> releases, List<ImageStatus> images) {

    /** Copies the lists. */
    public Pipeline {
        releases = List.copyOf(releases);
        images = List.copyOf(images);
    }

    /**
     * One image in all environments.
     *
     * @param repository the image's repository, without a prefix configured for a registry
     * @param holdings one for each registry of each environment, in the order of environments
     */
    public record ImageStatus(RepositoryName repository, List<Holding> holdings) {

        /** Copies the list. */
        public ImageStatus {
            holdings = List.copyOf(holdings);
        }

        /** {@return whether all environments could be read, run the same image and have no problem} */
        public boolean isSameEverywhere() {
            return !holdings.isEmpty()
                    && holdings.stream()
                            .allMatch(holding ->
                                    holding.reached() && holding.current().isPresent() && !holding.hasProblem())
                    && holdings.stream()
                                    .flatMap(holding -> holding.current().stream())
                                    .map(Build::digest)
                                    .distinct()
                                    .count()
                            == 1;
        }
    }

    /** {@return the holdings of all releases and images} */
    public List<Holding> holdings() {
        return Stream.concat(
                        releases.stream().flatMap(release -> release.holdings().stream()),
                        images.stream().flatMap(image -> image.holdings().stream()))
                .toList();
    }
}
