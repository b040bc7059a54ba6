package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Severity;
import io.github.imagepromotion.image.Text;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <scan>}: a scan report that must be attached to an image. */
public class ScanParameter {
    /** Format of the report: {@code sarif}, {@code trivy}, {@code grype} or {@code cyclonedx}. */
    @Parameter(required = true)
    private @Nullable String type;

    /** Maximum age of the report: ISO 8601 duration, or seconds. */
    @Parameter
    private @Nullable String maxAge;

    /**
     * Highest severity that is accepted: {@code none}, {@code low}, {@code medium} (the default), {@code high} or
     * {@code critical}.
     */
    @Parameter(defaultValue = "medium")
    private @Nullable String maxSeverity;

    /** Findings that are accepted for a limited time. */
    @Parameter
    private @Nullable List<Taken> exceptions;

    /** {@code <exception>}: a finding that is accepted for a limited time. */
    public static class Taken {
        /** Id of the vulnerability or rule. */
        @Parameter(required = true)
        private @Nullable String id;

        /** Last day, in UTC, on which the finding is accepted. */
        @Parameter(required = true)
        private @Nullable String until;

        /** Reason, shown to users. */
        @Parameter
        private @Nullable String reason;

        private Scan.Exempt exempt() {
            return new Scan.Exempt(
                    Configured.required(id, "<exception><id>"),
                    date(Configured.required(until, "<exception><until>")),
                    Configured.optional(reason));
        }

        private static LocalDate date(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "<exception><until> is not a date such as 2026-12-31: " + Text.quote(text), e);
            }
        }
    }

    Scan scan() {
        return new Scan(
                type(Configured.required(type, "<scan><type>")),
                Configured.optionalDuration(maxAge, "<scan><maxAge>"),
                severity(Configured.optional(maxSeverity).orElse("medium")),
                exceptions == null
                        ? List.of()
                        : exceptions.stream().map(Taken::exempt).toList());
    }

    private static Scan.Type type(String text) {
        return Stream.of(Scan.Type.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "<scan><type> is sarif, trivy, grype or cyclonedx, not " + Text.quote(text)));
    }

    private static Severity severity(String text) {
        return Severity.named(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "<scan><maxSeverity> is none, low, medium, high or critical, not " + Text.quote(text)));
    }
}
