package io.github.imagepromotion.environment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The approvals that an environment requires. Keys are public.
 *
 * @param required number of different keys that have to approve, at least one
 * @param trustedKeys keys whose approvals count, in the forms of {@link Trust}; if empty, the keys that the environment
 *     trusts
 * @param validFor time after which an approval expires; if empty, only its own expiry applies
 */
public record Approvals(int required, List<String> trustedKeys, Optional<Duration> validFor) {

    /** @throws IllegalArgumentException if no approval is required, or the time is not positive */
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
