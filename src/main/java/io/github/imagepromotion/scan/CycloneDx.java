package io.github.imagepromotion.scan;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Severity;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import io.github.imagepromotion.scan.ScanReport.Found;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A BOM of CycloneDX with vulnerabilities, or a VEX (CycloneDX 1.4, "vulnerabilities"): of several ratings the worst counts,
 * and what was analysed as no problem of this image is none.
 */
final class CycloneDx {
    private static final Set<String> HARMLESS =
            Set.of("not_affected", "false_positive", "resolved", "resolved_with_pedigree");

    static final Members MEMBERS = Members.of("bomFormat")
            .with("metadata", Members.of("timestamp"))
            .with(
                    "vulnerabilities",
                    Members.of("id").with("analysis", Members.of("state")).with("ratings", Members.of("severity")));

    private CycloneDx() {}

    static ScanReport read(JsonObject json) {
        List<Found> findings = Json.objects(json, "vulnerabilities", ScanReport.WHAT).stream()
                .filter(each -> !isHarmless(each))
                .map(each -> new Found(Json.string(each, "id", ScanReport.WHAT).orElse("unnamed"), worst(each)))
                .toList();
        return new ScanReport(
                ScanReport.time(Json.member(json, "metadata", ScanReport.WHAT)
                        .flatMap(metadata -> Json.string(metadata, "timestamp", ScanReport.WHAT))),
                findings);
    }

    private static boolean isHarmless(JsonObject vulnerability) {
        return Json.member(vulnerability, "analysis", ScanReport.WHAT)
                .flatMap(analysis -> Json.string(analysis, "state", ScanReport.WHAT))
                .filter(HARMLESS::contains)
                .isPresent();
    }

    private static Severity worst(JsonObject vulnerability) {
        return Json.objects(vulnerability, "ratings", ScanReport.WHAT).stream()
                .map(rating -> ScanReport.found(rating, "", "severity").severity())
                .max(Comparator.naturalOrder())
                .orElse(Severity.CRITICAL);
    }
}
