package io.github.imagepromotion.environment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What has to hold before an image goes to an environment, beside the environments that come before and the proof it has
 * to bring. Holds no secret.
 *
 * @param soak how long it has to have been in every environment that comes before
 * @param approvals who has to have approved it
 * @param freezes when nothing goes there
 * @param onlyReleases whether snapshot versions are refused
 * @param branches patterns, one of which the branch it was built from has to match: {@code *} stands for anything but
 *     {@code /}, {@code **} for that too; none: any branch
 * @param checks questions that have to be answered with yes
 * @param scans reports of scanners that have to be there
 * @param patience how long a promotion waits for gates that may still open
 * @param allowOverride whether {@code -Dimage.override} passes gates that do not hold
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
    /** No gate at all. */
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

    /** {@return the same gates, without questions to services} */
    Gates withoutChecks() {
        return new Gates(soak, approvals, freezes, onlyReleases, branches, List.of(), scans, patience, allowOverride);
    }

    /** {@return the same gates, with no more of addresses than their host} */
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
     * @param other who has to have approved it
     * @return the same gates with that
     */
    public Gates withApprovals(Approvals other) {
        return new Gates(
                soak, Optional.of(other), freezes, onlyReleases, branches, checks, scans, patience, allowOverride);
    }
}
