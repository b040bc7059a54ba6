package io.github.imagepromotion.promotion;

import java.io.IOException;
import java.util.List;

/** Finds the images that are to be promoted. */
@FunctionalInterface
public interface CandidateSource {
    /**
     * @return the images, open; they are promoted together or not at all; the creator of this source closes them
     * @throws io.github.imagepromotion.image.ImageException if one is not found, or they may not be promoted together
     * @throws IOException if reading or writing a file fails, or an answer is unexpected
     */
    List<Candidate> resolve() throws IOException;
}
