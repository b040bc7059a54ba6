package io.github.imagepromotion.environment;

import io.github.imagepromotion.json.Inlined;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The gates of an environment: conditions for promoting an image to it, in addition to its preceding environments and
 * the signatures that it requires. Holds no secret.
 *
 * @param times when an image may be promoted
 * @param builds which builds may be promoted
 * @param consents who has to allow a promotion
 */
public record Gates(@Inlined Times times, @Inlined Builds builds, @Inlined Consents consents) {
    /** No gates. */
    public static final Gates NONE = new Gates(Times.ANY, Builds.ANY, Consents.NONE);

    /**
     * When an image may be promoted.
     *
     * @param soak minimum time that the image has been in every preceding environment
     * @param freezes times at which nothing is promoted to the environment
     * @param patience maximum time that a promotion waits for gates that may still pass
     */
    public record Times(Optional<Duration> soak, List<Freeze> freezes, Optional<Duration> patience) {
        /** At any time, without waiting. */
        public static final Times ANY = new Times(Optional.empty(), List.of(), Optional.empty());

        /** @throws IllegalArgumentException if a duration is not positive */
        public Times {
            soak.ifPresent(EnvironmentSetting.SOAK::requirePositive);
            patience.ifPresent(EnvironmentSetting.WAIT::requirePositive);
            freezes = List.copyOf(freezes);
        }
    }

    /**
     * Which builds may be promoted.
     *
     * @param onlyReleases whether snapshot versions are refused
     * @param branches patterns, one of which the branch of the build has to match: {@code *} matches anything but
     *     {@code /}, {@code **} matches that, too; empty allows any branch
     * @param scans required scan reports
     */
    public record Builds(boolean onlyReleases, List<String> branches, List<Scan> scans) {
        /** Any build. */
        public static final Builds ANY = new Builds(false, List.of(), List.of());

        /** Copies the lists. */
        public Builds {
            branches = List.copyOf(branches);
            scans = List.copyOf(scans);
        }
    }

    /**
     * Who has to allow a promotion.
     *
     * @param approvals whose approval is required
     * @param checks HTTP services that have to allow the promotion
     * @param allowOverride whether {@code -Dimage.override} overrides gates that do not pass
     */
    public record Consents(Optional<Approvals> approvals, List<HttpCheck> checks, boolean allowOverride) {
        /** Nobody. */
        public static final Consents NONE = new Consents(Optional.empty(), List.of(), false);

        /** Copies the list. */
        public Consents {
            checks = List.copyOf(checks);
        }

        private Consents with(List<HttpCheck> others) {
            return new Consents(approvals, others, allowOverride);
        }
    }

    /** {@return the same gates, without HTTP checks} */
    Gates withoutChecks() {
        return new Gates(times, builds, consents.with(List.of()));
    }

    /** {@return the same gates, with addresses reduced to their hosts} */
    Gates withoutPaths() {
        List<HttpCheck> checks =
                consents.checks().stream().map(HttpCheck::withoutPath).toList();
        return new Gates(times, builds, consents.with(checks));
    }

    /**
     * @param other whose approval is required
     * @return the same gates with those approvals
     */
    public Gates withApprovals(Approvals other) {
        return new Gates(times, builds, new Consents(Optional.of(other), consents.checks(), consents.allowOverride()));
    }
}
