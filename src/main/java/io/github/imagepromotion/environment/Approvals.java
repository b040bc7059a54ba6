package io.github.imagepromotion.environment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many people have to have approved an image for an environment. Keys are public.
 *
 * @param required by how many different keys, at least one
 * @param trustedKeys whose approvals count, as {@link Trust} names keys; none: those that the environment trusts
 * @param validFor how long an approval holds after it was given; empty: as long as it says itself
 */
public record Approvals(int required, List<String> trustedKeys, Optional<Duration> validFor) {

    /** @throws IllegalArgumentException if none is required, or the time is not positive */
    public Approvals {
        if (required < 1) {
            throw EnvironmentSetting.APPROVALS_REQUIRED.illegal("is not at least 1: " + required);
        }
        validFor.ifPresent(EnvironmentSetting.APPROVALS_VALIDITY::requirePositive);
        trustedKeys = List.copyOf(trustedKeys);
    }

    /**
     * @param keys the same keys in PEM form
     * @return these approvals, independent of files
     */
    public Approvals withTrustedKeys(List<String> keys) {
        return new Approvals(required, keys, validFor);
    }
}
