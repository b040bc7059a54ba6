package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scanner's report that has to be attached to an image.
 *
 * @param type whose format it has
 * @param maxAge how old it may be; empty: any age
 * @param maxSeverity the worst that may be found
 * @param exceptions findings that are known and taken for a while
 */
public record Scan(Type type, Optional<Duration> maxAge, Severity maxSeverity, List<Exempt> exceptions) {

    /** @throws IllegalArgumentException if the age is not positive */
    public Scan {
        maxAge.ifPresent(EnvironmentSetting.SCAN_AGE::requirePositive);
        exceptions = List.copyOf(exceptions);
    }

    /** The formats of reports. */
    public enum Type {
        SARIF,
        TRIVY,
        GRYPE,
        CYCLONEDX
    }

    /**
     * A finding that is taken.
     *
     * @param id of the vulnerability or rule, such as {@code CVE-2026-1234}
     * @param until the last day, in UTC, on which it is
     * @param reason for people
     */
    public record Exempt(String id, LocalDate until, Optional<String> reason) {

        /** @throws IllegalArgumentException if there is no id */
        public Exempt {
            if (id.isBlank()) {
                throw EnvironmentSetting.SCAN_EXCEPTION.illegal("has no name: " + Text.quote(id));
            }
        }
    }

    /** How bad a scanner's finding is, as CVSS v3.1 names it (section 5, "Qualitative Severity Rating Scale"). */
    public enum Severity {
        NONE,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL;

        /**
         * @param name in whatever case
         * @return the severity of that name, {@code negligible} and {@code info} being low
         */
        public static Optional<Severity> named(String name) {
            String upper = name.trim().toUpperCase(Locale.ROOT);
            if (upper.equals("NEGLIGIBLE") || upper.equals("INFO")) {
                return Optional.of(LOW);
            }
            return Stream.of(values())
                    .filter(severity -> severity.name().equals(upper))
                    .findFirst();
        }
    }
}
