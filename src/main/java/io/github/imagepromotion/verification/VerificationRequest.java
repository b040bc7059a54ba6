package io.github.imagepromotion.verification;

import io.github.imagepromotion.promotion.Candidate;
import java.util.List;

/**
 * What is to be verified, and where.
 *
 * @param candidates the images
 * @param environments ids, as a user names them
 * @param deep whether every blob is pulled and hashed, rather than only asked for
 * @param parallelism how many requests may be under way at once
 */
public record VerificationRequest(
        List<Candidate> candidates, List<String> environments, boolean deep, int parallelism) {
    /** Keeps the lists. */
    public VerificationRequest {
        candidates = List.copyOf(candidates);
        environments = List.copyOf(environments);
    }
}
