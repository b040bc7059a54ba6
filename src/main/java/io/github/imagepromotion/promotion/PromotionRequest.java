package io.github.imagepromotion.promotion;

import io.github.imagepromotion.registry.RetryBudget;
import java.util.List;

/**
 * What is to be promoted, and where.
 *
 * @param candidates the images; they go together or not at all
 * @param environments ids, as a user names them
 * @param dryRun whether to end with the plan
 * @param retries what may be spent on trying again; those that were taken are in the results
 * @param parallelism how many blobs and requests may be under way at once
 */
public record PromotionRequest(
        List<Candidate> candidates, List<String> environments, boolean dryRun, RetryBudget retries, int parallelism) {
    public PromotionRequest {
        candidates = List.copyOf(candidates);
        environments = List.copyOf(environments);
    }
}
