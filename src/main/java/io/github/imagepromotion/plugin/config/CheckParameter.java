package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.ServiceAccess;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <check>}: an HTTP service that is asked for permission, with the plan as request body. */
public class CheckParameter extends WithoutLogin {
    /** URL to which the plan is sent by POST. */
    @Parameter(required = true)
    private @Nullable String url;

    /** Path in the JSON response whose value must be {@code true}, or {@code path=value}. */
    @Parameter
    private @Nullable String success;

    /** Comma-separated values at that path that mean "not yet"; defaults to {@code pending,wait}. */
    @Parameter
    private @Nullable String pending;

    /** Maximum time to wait for an answer, over all attempts; defaults to one minute. */
    @Parameter
    private @Nullable String timeout;

    /** Interval between two attempts; defaults to five seconds. */
    @Parameter
    private @Nullable String interval;

    /** Id of the {@code <server>} in settings.xml whose login is sent. */
    @Parameter
    private @Nullable String serverId;

    /** Name of the environment variable with the secret that signs the body (HMAC-SHA256). */
    @Parameter
    private @Nullable String hmacEnv;

    /** PEM file with certificate authorities to trust in addition to the JDK's. */
    @Parameter
    private @Nullable String caFile;

    /** Allows plain HTTP to hosts other than loopback. */
    @Parameter
    private @Nullable String insecure;

    HttpCheck check() {
        if (hasLogin()) {
            throw LoginInPom.refused(
                    "<check>",
                    "a <server> of settings.xml that <serverId> names, or an environment"
                            + " variable that <hmacEnv> names (-Dimage.environments)");
        }
        List<String> values = Environments.names(Configured.text(pending));
        return new HttpCheck(
                new ServiceAccess(
                        Configured.required(url, "<check><url>"),
                        Configured.optional(serverId),
                        Configured.optional(caFile),
                        Configured.flag(insecure, "<check><insecure>")),
                new HttpCheck.Answers(Configured.optional(success), values.isEmpty() ? HttpCheck.PENDING : values),
                new Polling(
                        Configured.optionalDuration(timeout, "<check><timeout>").orElse(HttpCheck.POLLING.timeout()),
                        Configured.optionalDuration(interval, "<check><interval>")
                                .orElse(HttpCheck.POLLING.interval())),
                Configured.optional(hmacEnv));
    }
}
