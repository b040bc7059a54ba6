package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.HttpCheck;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <check>}: a question over HTTP, with the plan as its body. */
public class CheckParameter extends WithoutLogin {
    /** The URL that is asked with POST. */
    @Parameter(required = true)
    private @Nullable String url;

    /** What says yes: a path into the answer's JSON whose value has to be {@code true}, or {@code path=value}. */
    @Parameter
    private @Nullable String success;

    /** Values at that path that say "not yet", separated by commas; by default {@code pending,wait}. */
    @Parameter
    private @Nullable String pending;

    /** How long an answer is waited for, all tries together; by default a minute. */
    @Parameter
    private @Nullable String timeout;

    /** The time between two tries; by default five seconds. */
    @Parameter
    private @Nullable String interval;

    /** The {@code <server>} in settings.xml whose login is sent. */
    @Parameter
    private @Nullable String serverId;

    /** The environment variable with the secret that the body is signed with (HMAC-SHA256). */
    @Parameter
    private @Nullable String hmacEnv;

    /** PEM file of authorities that are trusted beside the JDK's. */
    @Parameter
    private @Nullable String caFile;

    /** Whether plain HTTP will do on a network. */
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
                Configured.required(url, "<check><url>"),
                Configured.optional(success),
                values.isEmpty() ? HttpCheck.PENDING : values,
                Configured.optionalDuration(timeout, "<check><timeout>").orElse(HttpCheck.TIMEOUT),
                Configured.optionalDuration(interval, "<check><interval>").orElse(HttpCheck.INTERVAL),
                Configured.optional(serverId),
                Configured.optional(hmacEnv),
                Configured.optional(caFile),
                Configured.flag(insecure, "<check><insecure>"));
    }
}
