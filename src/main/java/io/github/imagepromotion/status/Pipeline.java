package io.github.imagepromotion.status;

import io.github.imagepromotion.image.RepositoryName;
import java.time.Instant;
import java.util.List;

/**
 * What is where. Every text in it that comes from outside is one printable line, without what a terminal or a CI server
 * would obey; HTML and Markdown in it is not taken care of.
 *
 * @param readAt when it was read
 * @param images in the order in which they were asked for
 */
public record Pipeline(Instant readAt, List<ImageStatus> images) {

    /** Keeps the list. */
    public Pipeline {
        images = List.copyOf(images);
    }

    /**
     * One image on its way.
     *
     * @param repository of the image, without the prefix that a registry may have
     * @param holdings environments in their order, each registry of an environment for itself
     */
    public record ImageStatus(RepositoryName repository, List<Holding> holdings) {

        /** Keeps the list. */
        public ImageStatus {
            holdings = List.copyOf(holdings);
        }

        /** {@return whether every environment could be read, runs the same image, and nothing is wrong} */
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

    /** {@return what is to be looked at, in all images} */
    public List<Holding> holdings() {
        return images.stream().flatMap(image -> image.holdings().stream()).toList();
    }
}
