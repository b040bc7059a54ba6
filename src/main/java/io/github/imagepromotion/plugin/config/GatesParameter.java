package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The elements of an {@code <environment>} that a promotion must satisfy. */
abstract class GatesParameter extends WithoutLogin {
    private static final String RELEASES = "releases";

    /**
     * Minimum time that the image must have been in every environment of {@code <after>}: ISO 8601 duration, or
     * seconds.
     */
    @Parameter
    private @Nullable String soak;

    /** Signed approvals that a promotion requires. */
    @Parameter
    private @Nullable ApprovalsParameter approvals;

    /** Periods in which nothing is promoted to the environment. */
    @Parameter
    private @Nullable List<FreezeParameter> freezes;

    /** {@code releases} refuses snapshot versions. */
    @Parameter
    private @Nullable String only;

    /** Comma-separated patterns; the branch of the build must match one of them. */
    @Parameter
    private @Nullable String branches;

    /** HTTP services that must approve the promotion. */
    @Parameter
    private @Nullable List<CheckParameter> checks;

    /** Scan reports that must be attached to the image. */
    @Parameter
    private @Nullable List<ScanParameter> scans;

    /** Maximum time that a promotion waits for gates that may still pass: ISO 8601 duration, or seconds. */
    @Parameter
    private @Nullable String wait;

    /** Allows {@code -Dimage.override=reason} to override gates that refuse. */
    @Parameter
    private @Nullable String allowOverride;

    /** @throws IllegalArgumentException if a value is invalid */
    final Gates gates() {
        return new Gates(
                new Gates.Times(
                        Configured.optionalDuration(soak, "<soak>"),
                        list(freezes).stream().map(FreezeParameter::freeze).toList(),
                        Configured.optionalDuration(wait, "<wait>")),
                new Gates.Builds(
                        onlyReleases(),
                        Environments.names(Configured.text(branches)),
                        list(scans).stream().map(ScanParameter::scan).toList()),
                new Gates.Consents(
                        Optional.ofNullable(approvals).map(ApprovalsParameter::approvals),
                        list(checks).stream().map(CheckParameter::check).toList(),
                        Configured.flag(allowOverride, "<allowOverride>")));
    }

    private boolean onlyReleases() {
        String text = Configured.text(only);
        if (!text.isEmpty() && !text.equals(RELEASES)) {
            throw new IllegalArgumentException("<only> is 'releases' or absent, not " + Text.quote(text));
        }
        return !text.isEmpty();
    }

    private static <T> List<T> list(@Nullable List<T> elements) {
        return elements == null ? List.of() : elements;
    }

    /** {@code <approvals>}: the approvals that a promotion requires. */
    public static class ApprovalsParameter {
        /** Number of approvals required, each by a different key. */
        @Parameter(defaultValue = "1")
        private int required = 1;

        /** Public keys whose approvals count; defaults to {@code <trustedKeys>} of the environment. */
        @Parameter
        private @Nullable String trustedKeys;

        /** Validity of an approval from the time it was given: ISO 8601 duration, or seconds. */
        @Parameter
        private @Nullable String validFor;

        Approvals approvals() {
            return new Approvals(
                    required,
                    Environments.names(Configured.text(trustedKeys)),
                    Configured.optionalDuration(validFor, "<approvals><validFor>"));
        }
    }
}
