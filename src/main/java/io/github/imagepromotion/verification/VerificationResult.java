package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import java.time.Instant;
import java.util.List;

/**
 * Whether an environment has what the artifacts contain; written as JSON.
 *
 * @param environment id of the environment
 * @param outcome {@code verified}, or {@code failed} if a check failed
 * @param deep whether every blob was pulled and hashed
 * @param started start time
 * @param finished end time
 * @param trustedKeys ids of the trusted keys
 * @param images each image in each registry
 */
public record VerificationResult(
        String environment,
        Outcome outcome,
        boolean deep,
        Instant started,
        Instant finished,
        List<Digest> trustedKeys,
        List<VerifiedImage> images) {

    /** Outcome of a verification. */
    public enum Outcome {
        VERIFIED,
        FAILED
    }

    /** Copies the lists. */
    public VerificationResult {
        trustedKeys = List.copyOf(trustedKeys);
        images = List.copyOf(images);
    }

    /**
     * An image in a registry.
     *
     * @param gav coordinates of the project that built it
     * @param buildId its BuildId
     * @param digest digest of the artifact's top manifest
     * @param registry address, as configured
     * @param repository its name there
     * @param reference registry, repository and BuildId tag
     * @param from where the archive came from
     * @param checks checks in order
     */
    public record VerifiedImage(
            Coordinates gav,
            BuildId buildId,
            Digest digest,
            String registry,
            RepositoryName repository,
            String reference,
            String from,
            List<Check> checks) {

        /** Copies the list. */
        public VerifiedImage {
            checks = List.copyOf(checks);
        }

        /** {@return the checks that failed} */
        public List<Check> failures() {
            return checks.stream().filter(Check::failed).toList();
        }
    }

    /** {@return whether all checks passed} */
    public boolean isVerified() {
        return outcome == Outcome.VERIFIED;
    }
}
