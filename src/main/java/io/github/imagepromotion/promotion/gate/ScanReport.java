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
 * What a scanner found.
 *
 * @param at when it looked, if the report says so
 * @param findings of it
 */
record ScanReport(Optional<Instant> at, List<Found> findings) {
    /** Copies the list. */
    ScanReport {
        findings = List.copyOf(findings);
    }

    /**
     * Something that was found.
     *
     * @param id of the vulnerability or rule, as the report has it
     * @param severity of it; critical where the report does not say
     */
    record Found(String id, Severity severity) {}

    /**
     * @param type of report that is looked for
     * @param json a document
     * @return the report, empty if the document is none of that type
     * @throws io.github.imagepromotion.image.ImageException if it is one, and malformed
     */
    static Optional<ScanReport> read(Scan.Type type, JsonObject json) {
        return ScanFormats.read(type, json);
    }

    /** {@return the same report, looked at then, if it does not say itself} */
    ScanReport orAt(Optional<Instant> time) {
        return at.isPresent() ? this : new ScanReport(time, findings);
    }

    /**
     * @param text a time (RFC 3339)
     * @return it, empty if it is none
     */
    static Optional<Instant> time(Optional<String> text) {
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
