package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import java.time.Instant;
import java.util.List;

/**
 * Whether an environment holds what the artifacts say; written as JSON.
 *
 * @param environment its id
 * @param outcome {@code verified}, or {@code failed} if one check did
 * @param deep whether every blob was pulled and hashed
 * @param started when
 * @param finished when
 * @param trustedKeys ids of the keys whose signatures counted
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

    /** How it ended. */
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
     * @param gav the project that built it
     * @param buildId of that build
     * @param digest of the top manifest, by the artifact
     * @param registry address, as configured
     * @param repository its name there
     * @param reference registry, repository and BuildId tag
     * @param from where the archive was taken from
     * @param checks in the order in which they were asked
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

    /** {@return whether everything is as the artifacts say} */
    public boolean isVerified() {
        return outcome == Outcome.VERIFIED;
    }
}
