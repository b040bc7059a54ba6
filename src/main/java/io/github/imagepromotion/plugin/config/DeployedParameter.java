package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Deployed;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <deployed>}: where the running service says which build it is. */
public class DeployedParameter extends WithoutLogin {
    /** The address that is asked. */
    @Parameter(required = true)
    private @Nullable String url;

    /** Where the answer's JSON says it, such as {@code build.id}. */
    @Parameter
    private @Nullable String path;

    /** A regular expression that finds it; its first group counts. */
    @Parameter
    private @Nullable String pattern;

    /** How long it may take: ISO 8601, or seconds. */
    @Parameter
    private @Nullable String timeout;

    /** Between two questions: ISO 8601, or seconds. */
    @Parameter
    private @Nullable String interval;

    /** The {@code <server>} in settings.xml whose login is sent. */
    @Parameter
    private @Nullable String serverId;

    /** A PEM file with certificate authorities that are trusted beside the system's. */
    @Parameter
    private @Nullable String caFile;

    /** Whether plain HTTP will do. */
    @Parameter
    private @Nullable String insecure;

    /** @throws IllegalArgumentException if a value is not legal */
    Deployed deployed() {
        if (hasLogin()) {
            throw LoginInPom.refused(
                    "<deployed>", "a <server> of settings.xml that <serverId> names (-Dimage.environments)");
        }
        return new Deployed(
                Configured.text(url),
                Configured.optional(path),
                Configured.optional(pattern),
                Configured.optionalDuration(timeout, "<deployed><timeout>").orElse(Deployed.TIMEOUT),
                Configured.optionalDuration(interval, "<deployed><interval>").orElse(Deployed.INTERVAL),
                Configured.optional(serverId),
                Configured.optional(caFile),
                Configured.flag(insecure, "<deployed><insecure>"));
    }
}
