package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service that is asked over HTTP whether an image may be promoted; the request contains the plan.
 *
 * @param url that is asked with POST: HTTPS, or plain HTTP on the loopback interface
 * @param success the condition of success: if empty, any status of 2xx, otherwise a path into the answer's JSON, such
 *     as {@code result.allow}, whose value has to be {@code true}, or {@code status=approved}
 * @param pending values at that path that mean "not yet"
 * @param timeout maximum time to wait for a final answer, over all requests
 * @param interval between two requests
 * @param serverId of the {@code <server>} in settings.xml whose login is sent
 * @param hmacEnv environment variable with the secret that the body is signed with
 * @param caFile PEM file of authorities that are trusted in addition to the system's
 * @param insecure whether plain HTTP is allowed over a network
 */
public record HttpCheck(
        String url,
        Optional<String> success,
        List<String> pending,
        Duration timeout,
        Duration interval,
        Optional<String> serverId,
        Optional<String> hmacEnv,
        Optional<String> caFile,
        boolean insecure) {
    /** Default maximum time. */
    public static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Default time between two requests. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Default values that mean "not yet". */
    public static final List<String> PENDING = List.of("pending", "wait");

    /** @throws IllegalArgumentException if the URL is not an HTTP URL or contains a login, or a time is not positive */
    public HttpCheck {
        if (!Withheld.isExpression(url)) {
            check(url);
        }
        EnvironmentSetting.requireVariable(EnvironmentSetting.CHECK_SECRET.named(), hmacEnv);
        EnvironmentSetting.CHECK_TIMEOUT.requirePositive(timeout);
        EnvironmentSetting.CHECK_INTERVAL.requirePositive(interval);
        pending = List.copyOf(pending);
    }

    private static void check(String url) {
        URI parsed = parse(url);
        if (parsed.getHost() == null || !List.of("https", "http").contains(parsed.getScheme())) {
            throw EnvironmentSetting.CHECK_URL.illegal("is no address of HTTPS: " + Text.quote(url));
        }
        if (parsed.getUserInfo() != null) {
            throw EnvironmentSetting.CHECK_URL.holdsLogin();
        }
    }

    /** {@return the same check, with its address reduced to the host} */
    HttpCheck withoutPath() {
        return new HttpCheck(
                Withheld.path(url), success, pending, timeout, interval, serverId, hmacEnv, caFile, insecure);
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw EnvironmentSetting.CHECK_URL.illegal("is no address", e);
        }
    }

    /** {@return the URL} */
    public URI uri() {
        return URI.create(url);
    }
}
