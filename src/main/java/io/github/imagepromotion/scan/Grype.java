package io.github.imagepromotion.scan;

import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import io.github.imagepromotion.scan.ScanReport.Found;
import java.util.List;

/** {@code grype -o json} (Grype's {@code schema/grype/db-search} and {@code grype/presenter/models}). */
final class Grype {
    static final Members MEMBERS = Members.of()
            .with("matches", Members.of().with("vulnerability", Members.of("id", "severity")))
            .with("descriptor", Members.of("timestamp"));

    private Grype() {}

    static ScanReport read(JsonObject json) {
        List<Found> findings = Json.objects(json, "matches", ScanReport.WHAT).stream()
                .map(match ->
                        Json.member(match, "vulnerability", ScanReport.WHAT).orElseGet(JsonObject::new))
                .map(vulnerability -> ScanReport.found(vulnerability, "id", "severity"))
                .toList();
        return new ScanReport(
                ScanReport.time(Json.member(json, "descriptor", ScanReport.WHAT)
                        .flatMap(descriptor -> Json.string(descriptor, "timestamp", ScanReport.WHAT))),
                findings);
    }
}
