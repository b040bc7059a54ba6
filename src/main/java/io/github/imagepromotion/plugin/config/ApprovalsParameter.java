package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environments;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <approvals>}: who has to have approved an image for an environment. */
public class ApprovalsParameter {
    /** By how many different keys. */
    @Parameter(defaultValue = "1")
    private int required = 1;

    /** Whose approvals count, as {@code <trustedKeys>} of the environment, which are meant without this. */
    @Parameter
    private @Nullable String trustedKeys;

    /** How long an approval holds after it was given: ISO 8601, or seconds. */
    @Parameter
    private @Nullable String validFor;

    Approvals approvals() {
        return new Approvals(
                required,
                Environments.names(Configured.text(trustedKeys)),
                Configured.optionalDuration(validFor, "<approvals><validFor>"));
    }
}
