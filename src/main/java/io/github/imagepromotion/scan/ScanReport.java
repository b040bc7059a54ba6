package io.github.imagepromotion.scan;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Severity;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What a scanner found.
 *
 * @param at when it looked, if the report says so
 * @param findings of it
 */
public record ScanReport(Optional<Instant> at, List<Found> findings) {
    static final String WHAT = "scanner's report";

    /** Keeps the list. */
    public ScanReport {
        findings = List.copyOf(findings);
    }

    /**
     * Something that was found.
     *
     * @param id of the vulnerability or rule, as the report has it
     * @param severity of it; critical where the report does not say
     */
    public record Found(String id, Severity severity) {}

    /**
     * @param type of report that is looked for
     * @param json a document
     * @return the report, empty if the document is none of that type
     * @throws io.github.imagepromotion.image.ImageException if it is one, and malformed
     */
    public static Optional<ScanReport> read(Scan.Type type, JsonObject json) {
        members(type).check(json, WHAT);
        return switch (type) {
            case SARIF -> json.has("runs") ? Optional.of(Sarif.read(json)) : Optional.empty();
            case TRIVY -> json.has("SchemaVersion") ? Optional.of(Trivy.read(json)) : Optional.empty();
            case GRYPE ->
                json.has("matches") && json.has("descriptor") ? Optional.of(Grype.read(json)) : Optional.empty();
            case CYCLONEDX ->
                json.has("bomFormat") && json.has("vulnerabilities")
                        ? Optional.of(CycloneDx.read(json))
                        : Optional.empty();
        };
    }

    private static Members members(Scan.Type type) {
        return switch (type) {
            case SARIF -> Sarif.MEMBERS;
            case TRIVY -> Trivy.MEMBERS;
            case GRYPE -> Grype.MEMBERS;
            case CYCLONEDX -> CycloneDx.MEMBERS;
        };
    }

    /** @return the same report, looked at then, if it does not say itself */
    public ScanReport orAt(Optional<Instant> time) {
        return at.isPresent() ? this : new ScanReport(time, findings);
    }

    /**
     * @param text a time (RFC 3339)
     * @return it, empty if it is none
     */
    public static Optional<Instant> time(Optional<String> text) {
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Found found(JsonObject object, String id, String severity) {
        return new Found(
                Json.string(object, id, WHAT).orElse("unnamed"),
                Json.string(object, severity, WHAT).flatMap(Severity::named).orElse(Severity.CRITICAL));
    }
}
