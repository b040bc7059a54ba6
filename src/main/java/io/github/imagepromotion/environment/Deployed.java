package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The running service of an environment, which reports its build. It is asked after a promotion until it reports the
 * BuildId or the digest.
 *
 * @param url that is asked with GET: HTTPS, or plain HTTP on the loopback interface
 * @param path of the answer's JSON, such as {@code build.id}; empty to take the answer as text
 * @param pattern a regular expression, whose first group, or whole match, is the reported build
 * @param timeout maximum time until the service reports the build
 * @param interval between two requests
 * @param serverId of the {@code <server>} in settings.xml whose login is sent
 * @param caFile PEM file of authorities that are trusted in addition to the system's
 * @param insecure whether plain HTTP is allowed over a network
 * @param onFailure what follows if the service does not report the build in time; empty as {@link OnFailure#FAIL}
 */
public record Deployed(
        String url,
        Optional<String> path,
        Optional<String> pattern,
        Duration timeout,
        Duration interval,
        Optional<String> serverId,
        Optional<String> caFile,
        boolean insecure,
        Optional<OnFailure> onFailure) {
    /** Default maximum time. */
    public static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** Default time between two requests. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** What follows if the service does not report the build in time. */
    public enum OnFailure {
        /** The goal fails, and the environment stays as it is. */
        FAIL,
        /** The moving tags go back to what they named before the promotion, and the goal fails. */
        ROLLBACK
    }

    /** @throws IllegalArgumentException if the address is illegal or contains a login, or the pattern is illegal */
    public Deployed {
        if (!Withheld.isExpression(url)) {
            check(url);
        }
        pattern.filter(text -> !Withheld.isExpression(text)).ifPresent(Deployed::compile);
        EnvironmentSetting.DEPLOYED_TIMEOUT.requirePositive(timeout);
        EnvironmentSetting.DEPLOYED_INTERVAL.requirePositive(interval);
    }

    private static void check(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null || !List.of("https", "http").contains(uri.getScheme())) {
                throw EnvironmentSetting.DEPLOYED_URL.illegal("is not an HTTPS address: " + Text.quote(url));
            }
            if (uri.getRawUserInfo() != null) {
                throw EnvironmentSetting.DEPLOYED_URL.holdsLogin();
            }
        } catch (URISyntaxException e) {
            throw EnvironmentSetting.DEPLOYED_URL.illegal("is not an address", e);
        }
    }

    private static void compile(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw EnvironmentSetting.DEPLOYED_PATTERN.illegal("is not a regular expression: " + e.getDescription(), e);
        }
    }

    /** {@return whether the moving tags go back if the service does not report the build in time} */
    public boolean rollsBack() {
        return onFailure.equals(Optional.of(OnFailure.ROLLBACK));
    }

    /** {@return the same service, with its address reduced to the host} */
    Deployed withoutPath() {
        return new Deployed(
                Withheld.path(url), path, pattern, timeout, interval, serverId, caFile, insecure, onFailure);
    }
}
