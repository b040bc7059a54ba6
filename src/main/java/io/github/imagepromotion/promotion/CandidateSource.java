package io.github.imagepromotion.promotion;

import java.io.IOException;
import java.util.List;

/** Finds the images that are to be promoted. */
@FunctionalInterface
public interface CandidateSource {
    /**
     * @return the images, open; they go together or not at all, and whoever made this source closes them
     * @throws io.github.imagepromotion.image.ImageException if one is not found, or they may not be promoted together
     * @throws IOException if the disk or an unexpected answer is the reason
     */
    List<Candidate> resolve() throws IOException;
}
