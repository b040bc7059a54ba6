package io.github.imagepromotion.environment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The gates of an environment: conditions for promoting an image to it, in addition to its preceding environments and
 * the signatures that it requires. Holds no secret.
 *
 * @param soak minimum time that the image has been in every preceding environment
 * @param approvals whose approval is required
 * @param freezes times at which nothing is promoted to the environment
 * @param onlyReleases whether snapshot versions are refused
 * @param branches patterns, one of which the branch of the build has to match: {@code *} matches anything but
 *     {@code /}, {@code **} matches that, too; empty allows any branch
 * @param checks HTTP services that have to allow the promotion
 * @param scans required scan reports
 * @param patience maximum time that a promotion waits for gates that may still pass
 * @param allowOverride whether {@code -Dimage.override} overrides gates that do not pass
 */
public record Gates(
        Optional<Duration> soak,
        Optional<Approvals> approvals,
        List<Freeze> freezes,
        boolean onlyReleases,
        List<String> branches,
        List<HttpCheck> checks,
        List<Scan> scans,
        Optional<Duration> patience,
        boolean allowOverride) {
    /** No gates. */
    public static final Gates NONE = new Gates(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            false);

    /** @throws IllegalArgumentException if a duration is not positive */
    public Gates {
        soak.ifPresent(EnvironmentSetting.SOAK::requirePositive);
        patience.ifPresent(EnvironmentSetting.WAIT::requirePositive);
        freezes = List.copyOf(freezes);
        branches = List.copyOf(branches);
        checks = List.copyOf(checks);
        scans = List.copyOf(scans);
    }

    /** {@return the same gates, without HTTP checks} */
    Gates withoutChecks() {
        return new Gates(soak, approvals, freezes, onlyReleases, branches, List.of(), scans, patience, allowOverride);
    }

    /** {@return the same gates, with addresses reduced to their hosts} */
    Gates withoutPaths() {
        return new Gates(
                soak,
                approvals,
                freezes,
                onlyReleases,
                branches,
                checks.stream().map(HttpCheck::withoutPath).toList(),
                scans,
                patience,
                allowOverride);
    }

    /**
     * @param other whose approval is required
     * @return the same gates with those approvals
     */
    public Gates withApprovals(Approvals other) {
        return new Gates(
                soak, Optional.of(other), freezes, onlyReleases, branches, checks, scans, patience, allowOverride);
    }
}
