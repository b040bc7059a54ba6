package io.github.imagepromotion.promotion;

import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.registry.RetryBudget;
import java.util.List;
import java.util.Optional;

/**
 * The target environments and the options of a promotion.
 *
 * @param environments ids, as given by the user
 * @param dryRun whether to end with the plan
 * @param retryBudget limits the retries; those that were made are in the results
 * @param parallelism maximum number of parallel blobs and requests
 * @param gates further settings of gates
 * @param repair whether the content of an image that is tagged already is checked blob by blob, and sent again if
 *     missing
 * @param records how promotions are recorded; empty if they are not
 * @param plan that is carried out exactly, or not at all; empty if none was saved
 */
public record PromotionRequest(
        List<String> environments,
        boolean dryRun,
        RetryBudget retryBudget,
        int parallelism,
        GateSettings gates,
        boolean repair,
        Optional<RecordSettings> records,
        Optional<SavedPlan> plan) {
    /** Copies the list. */
    public PromotionRequest {
        environments = List.copyOf(environments);
    }
}
