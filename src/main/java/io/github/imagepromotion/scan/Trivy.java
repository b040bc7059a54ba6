package io.github.imagepromotion.scan;

import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import io.github.imagepromotion.scan.ScanReport.Found;
import java.util.ArrayList;
import java.util.List;

/** {@code trivy image --format json} (Trivy's documentation, "Reporting"). */
final class Trivy {
    private static final Members FOUND = Members.of("VulnerabilityID", "ID", "RuleID", "Severity");

    static final Members MEMBERS = Members.of("SchemaVersion", "CreatedAt")
            .with(
                    "Results",
                    Members.of()
                            .with("Vulnerabilities", FOUND)
                            .with("Misconfigurations", FOUND)
                            .with("Secrets", FOUND));

    private Trivy() {}

    static ScanReport read(JsonObject json) {
        List<Found> findings = new ArrayList<>();
        for (JsonObject result : Json.objects(json, "Results", ScanReport.WHAT)) {
            add(findings, result, "Vulnerabilities", "VulnerabilityID");
            add(findings, result, "Misconfigurations", "ID");
            add(findings, result, "Secrets", "RuleID");
        }
        return new ScanReport(ScanReport.time(Json.string(json, "CreatedAt", ScanReport.WHAT)), findings);
    }

    private static void add(List<Found> findings, JsonObject result, String list, String id) {
        Json.objects(result, list, ScanReport.WHAT)
                .forEach(each -> findings.add(ScanReport.found(each, id, "Severity")));
    }
}
