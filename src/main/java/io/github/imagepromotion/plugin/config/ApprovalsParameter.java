package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environments;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <approvals>}: who has to have approved an image for an environment. */
public class ApprovalsParameter {
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
