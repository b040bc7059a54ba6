package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The elements of an {@code <environment>} that say what has to hold before an image goes there. */
abstract class GatesParameter extends WithoutLogin {
    private static final String RELEASES = "releases";

    /** How long an image has to have been in every environment of {@code <after>}: ISO 8601, or seconds. */
    @Parameter
    private @Nullable String soak;

    /** How many signed approvals it needs. */
    @Parameter
    private @Nullable ApprovalsParameter approvals;

    /** Times in which nothing goes there. */
    @Parameter
    private @Nullable List<FreezeParameter> freezes;

    /** {@code releases}: snapshot versions are refused. */
    @Parameter
    private @Nullable String only;

    /** Patterns, separated by commas, one of which the branch it was built from has to match. */
    @Parameter
    private @Nullable String branches;

    /** Questions over HTTP that have to be answered with yes. */
    @Parameter
    private @Nullable List<CheckParameter> checks;

    /** Reports of scanners that have to be attached to it. */
    @Parameter
    private @Nullable List<ScanParameter> scans;

    /** How long a promotion waits for gates that may still open: ISO 8601, or seconds. */
    @Parameter
    private @Nullable String wait;

    /** Whether {@code -Dimage.override=reason} passes gates that do not hold. */
    @Parameter
    private @Nullable String allowOverride;

    /** @throws IllegalArgumentException if a value is not legal */
    final Gates gates() {
        return new Gates(
                Configured.optionalDuration(soak, "<soak>"),
                Optional.ofNullable(approvals).map(ApprovalsParameter::approvals),
                list(freezes).stream().map(FreezeParameter::freeze).toList(),
                onlyReleases(),
                Environments.names(Configured.text(branches)),
                list(checks).stream().map(CheckParameter::check).toList(),
                list(scans).stream().map(ScanParameter::scan).toList(),
                Configured.optionalDuration(wait, "<wait>"),
                Configured.flag(allowOverride, "<allowOverride>"));
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
}
