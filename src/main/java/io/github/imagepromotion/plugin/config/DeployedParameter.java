package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Deployed.OnFailure;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.image.Text;
import java.util.Locale;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <deployed>}: the running service that reports which build it is. */
public class DeployedParameter extends WithoutLogin {
    /** URL of the running service that reports its build. */
    @Parameter(required = true)
    private @Nullable String url;

    /** Path to the build in the JSON answer, such as {@code build.id}. */
    @Parameter
    private @Nullable String path;

    /** Regular expression that finds the build in the answer; its first group is used. */
    @Parameter
    private @Nullable String pattern;

    /** Maximum time until the service reports the build: ISO 8601 duration, or seconds. */
    @Parameter
    private @Nullable String timeout;

    /** Interval between two requests: ISO 8601 duration, or seconds. */
    @Parameter
    private @Nullable String interval;

    /** Id of the {@code <server>} in settings.xml whose login is sent. */
    @Parameter
    private @Nullable String serverId;

    /** PEM file with certificate authorities to trust in addition to the JDK's. */
    @Parameter
    private @Nullable String caFile;

    /** Allows plain HTTP. */
    @Parameter
    private @Nullable String insecure;

    /**
     * What follows if the service does not report the build in time: {@code fail} (default), or {@code rollback}, which
     * moves the moving tags back to where they pointed before. The goal fails in either case.
     */
    @Parameter
    private @Nullable String onFailure;

    /** @throws IllegalArgumentException if a value is invalid */
    Deployed deployed() {
        if (hasLogin()) {
            throw LoginInPom.refused(
                    "<deployed>", "a <server> of settings.xml that <serverId> names (-Dimage.environments)");
        }
        return new Deployed(
                new ServiceAccess(
                        Configured.text(url),
                        Configured.optional(serverId),
                        Configured.optional(caFile),
                        Configured.flag(insecure, "<deployed><insecure>")),
                new Deployed.Report(Configured.optional(path), Configured.optional(pattern)),
                new Polling(
                        Configured.optionalDuration(timeout, "<deployed><timeout>")
                                .orElse(Deployed.POLLING.timeout()),
                        Configured.optionalDuration(interval, "<deployed><interval>")
                                .orElse(Deployed.POLLING.interval())),
                Configured.optional(onFailure).map(DeployedParameter::onFailure));
    }

    private static OnFailure onFailure(String text) {
        try {
            return OnFailure.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "<deployed><onFailure>: it is fail or rollback, not " + Text.quote(text), e);
        }
    }
}
