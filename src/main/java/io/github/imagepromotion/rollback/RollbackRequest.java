package io.github.imagepromotion.rollback;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.List;
import java.util.Optional;

/**
 * What is to go back.
 *
 * @param environment that goes back, in all of its registries
 * @param environments all that are configured
 * @param repositories of the images, as the project names them; they go back together or not at all
 * @param trusted keys of the environment: where there are some, only records that one of them signed count
 * @param decisionKeys keys whose rejections count; with none, everyone's do
 * @param to the build to go back to; empty for what was there before, each image for itself
 * @param reason why, for the record
 * @param dryRun whether to end with the plan
 * @param records how it is recorded
 * @param retryBudget what may be spent on trying again
 * @param parallelism how many requests may be under way at once
 * @param unsigned when an environment of an unsigned build record is taken
 */
public record RollbackRequest(
        Environment environment,
        Environments environments,
        List<RepositoryName> repositories,
        List<VerificationKey> trusted,
        List<VerificationKey> decisionKeys,
        Optional<BuildId> to,
        Optional<String> reason,
        boolean dryRun,
        RecordSettings records,
        RetryBudget retryBudget,
        int parallelism,
        UnsignedEnvironments unsigned) {

    /** Keeps the lists. */
    public RollbackRequest {
        repositories = List.copyOf(repositories);
        trusted = List.copyOf(trusted);
        decisionKeys = List.copyOf(decisionKeys);
    }
}
