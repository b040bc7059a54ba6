package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Severity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A scan report.
 *
 * @param at time of the scan, if the report has it
 * @param findings findings
 */
record ScanReport(Optional<Instant> at, List<Found> findings) {
    /** Copies the list. */
    ScanReport {
        findings = List.copyOf(findings);
    }

    /**
     * A finding.
     *
     * @param id id of the vulnerability or rule
     * @param severity severity; critical if the report has none
     */
    record Found(String id, Severity severity) {}

    /**
     * @param type type of report
     * @param json a document
     * @return the report; empty if the document is not of this type
     * @throws io.github.imagepromotion.image.ImageException if it is malformed
     */
    static Optional<ScanReport> read(Scan.Type type, JsonObject json) {
        return ScanFormats.read(type, json);
    }

    /** {@return the report, with this time if it has none} */
    ScanReport orAt(Optional<Instant> time) {
        return at.isPresent() ? this : new ScanReport(time, findings);
    }

    /**
     * @param text a time (RFC 3339)
     * @return the time; empty if it is malformed
     */
    static Optional<Instant> time(Optional<String> text) {
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
