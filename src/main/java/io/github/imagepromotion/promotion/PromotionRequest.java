package io.github.imagepromotion.promotion;

import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.registry.RetryBudget;
import java.util.List;
import java.util.Optional;

/**
 * Where images are to be promoted to, and how.
 *
 * @param environments ids, as a user names them
 * @param dryRun whether to end with the plan
 * @param retryBudget what may be spent on trying again; those that were taken are in the results
 * @param parallelism how many blobs and requests may be under way at once
 * @param gates what gates need beside images and environments
 * @param repair whether what a tag names already is asked for piece by piece, and what is missing sent again
 * @param records how promotions are recorded; empty if they are not
 */
public record PromotionRequest(
        List<String> environments,
        boolean dryRun,
        RetryBudget retryBudget,
        int parallelism,
        GateSettings gates,
        boolean repair,
        Optional<RecordSettings> records) {
    /** Keeps the list. */
    public PromotionRequest {
        environments = List.copyOf(environments);
    }
}
