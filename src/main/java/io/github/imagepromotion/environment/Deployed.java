package io.github.imagepromotion.environment;

import io.github.imagepromotion.json.Inlined;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The running service of an environment, which reports its build. It is asked after a promotion until it reports the
 * BuildId or the digest.
 *
 * @param service that is asked with GET
 * @param report where its answer names the build
 * @param polling how long it is asked
 * @param onFailure what follows if the service does not report the build in time; empty as {@link OnFailure#FAIL}
 */
public record Deployed(
        @Inlined ServiceAccess service,
        @Inlined Report report,
        @Inlined Polling polling,
        Optional<OnFailure> onFailure) {
    /** Default maximum time, and default time between two requests. */
    public static final Polling POLLING = new Polling(Duration.ofMinutes(10), Duration.ofSeconds(5));

    /**
     * Where the answer of a service names the build.
     *
     * @param path path into the answer's JSON, such as {@code build.id}; empty to take the answer as text
     * @param pattern a regular expression, whose first group, or whole match, is the reported build
     */
    public record Report(Optional<String> path, Optional<String> pattern) {
        /** @throws IllegalArgumentException if the pattern is illegal */
        public Report {
            pattern.filter(text -> !Withheld.isExpression(text)).ifPresent(Report::compile);
        }

        private static void compile(String pattern) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw EnvironmentSetting.DEPLOYED_PATTERN.illegal(
                        "is not a regular expression: " + e.getDescription(), e);
            }
        }
    }

    /** What follows if the service does not report the build in time. */
    public enum OnFailure {
        /** The goal fails, and the environment stays as it is. */
        FAIL,
        /** The moving tags go back to what they named before the promotion, and the goal fails. */
        ROLLBACK
    }

    /** @throws IllegalArgumentException if the address is illegal or contains a login, or a time is not positive */
    public Deployed {
        service.check(EnvironmentSetting.DEPLOYED_URL);
        EnvironmentSetting.DEPLOYED_TIMEOUT.requirePositive(polling.timeout());
        EnvironmentSetting.DEPLOYED_INTERVAL.requirePositive(polling.interval());
    }

    /** {@return whether the moving tags go back if the service does not report the build in time} */
    public boolean rollsBack() {
        return onFailure.equals(Optional.of(OnFailure.ROLLBACK));
    }

    /** {@return the same service, with its address reduced to the host} */
    Deployed withoutPath() {
        return new Deployed(service.withoutPath(), report, polling, onFailure);
    }
}
