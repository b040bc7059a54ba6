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
 * A request to roll an environment back to an earlier build.
 *
 * @param environment to roll back, in all of its registries
 * @param environments all configured environments
 * @param repositories of the images, as the project names them; they are rolled back together or not at all
 * @param trusted keys of the environment: if there are any, only records that one of them signed count
 * @param decisionKeys keys whose rejections count; without keys, all rejections count
 * @param to the build to return to; if empty, the previous build of each image
 * @param reason for the record
 * @param dryRun whether to end with the plan
 * @param records how the rollback is recorded
 * @param retryBudget limits the retries
 * @param parallelism maximum number of parallel requests
 * @param unsigned when an environment of an unsigned build record is accepted
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

    /** Copies the lists. */
    public RollbackRequest {
        repositories = List.copyOf(repositories);
        trusted = List.copyOf(trusted);
        decisionKeys = List.copyOf(decisionKeys);
    }
}
