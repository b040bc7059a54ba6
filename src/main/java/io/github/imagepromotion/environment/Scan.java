package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scan report that has to be attached to an image.
 *
 * @param type format of the report
 * @param maxAge maximum age of the report; empty allows any age
 * @param maxSeverity highest severity that is accepted
 * @param exceptions findings that are accepted for a limited time
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
     * A finding that is accepted for a limited time.
     *
     * @param id of the vulnerability or rule, such as {@code CVE-2026-1234}
     * @param until the last day, in UTC, on which it is accepted
     * @param reason for messages
     */
    public record Exempt(String id, LocalDate until, Optional<String> reason) {

        /** @throws IllegalArgumentException if the id is empty */
        public Exempt {
            if (id.isBlank()) {
                throw EnvironmentSetting.SCAN_EXCEPTION.illegal("has no name: " + Text.quote(id));
            }
        }
    }

    /** The severity of a finding (CVSS v3.1, section 5, "Qualitative Severity Rating Scale"). */
    public enum Severity {
        NONE,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL;

        /**
         * @param name of a severity, case-insensitive
         * @return the severity; {@code negligible} and {@code info} count as low
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
