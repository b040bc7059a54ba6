package io.github.imagepromotion.environment;

import io.github.imagepromotion.json.Inlined;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service that is asked over HTTP whether an image may be promoted; the request contains the plan.
 *
 * @param service that is asked with POST
 * @param answers which answers are final
 * @param polling how long it is asked
 * @param hmacEnv environment variable with the secret that the body is signed with
 */
public record HttpCheck(
        @Inlined ServiceAccess service, @Inlined Answers answers, @Inlined Polling polling, Optional<String> hmacEnv) {
    /** Default maximum time, and default time between two requests. */
    public static final Polling POLLING = new Polling(Duration.ofMinutes(1), Duration.ofSeconds(5));

    /** Default values that mean "not yet". */
    public static final List<String> PENDING = List.of("pending", "wait");

    /** @throws IllegalArgumentException if the URL is not an HTTP URL or contains a login, or a time is not positive */
    public HttpCheck {
        service.check(EnvironmentSetting.CHECK_URL);
        EnvironmentSetting.requireVariable(EnvironmentSetting.CHECK_SECRET.named(), hmacEnv);
        EnvironmentSetting.CHECK_TIMEOUT.requirePositive(polling.timeout());
        EnvironmentSetting.CHECK_INTERVAL.requirePositive(polling.interval());
    }

    /**
     * Which answers of a check are final.
     *
     * @param success the condition of success: if empty, any status of 2xx, otherwise a path into the answer's JSON, such
     *     as {@code result.allow}, whose value has to be {@code true}, or {@code status=approved}
     * @param pending values at that path that mean "not yet"
     */
    public record Answers(Optional<String> success, List<String> pending) {
        /** Copies the list. */
        public Answers {
            pending = List.copyOf(pending);
        }
    }

    /** {@return the same check, with its address reduced to the host} */
    HttpCheck withoutPath() {
        return new HttpCheck(service.withoutPath(), answers, polling, hmacEnv);
    }

    /** {@return the URL} */
    public URI uri() {
        return service.uri();
    }
}
