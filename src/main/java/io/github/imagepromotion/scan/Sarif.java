package io.github.imagepromotion.scan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Severity;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import io.github.imagepromotion.scan.ScanReport.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SARIF 2.1.0 (OASIS), with the severity that GitHub has rules say: {@code security-severity}, a CVSS score (GitHub Docs,
 * "SARIF support for code scanning"). Without one the level counts: an error is high, a warning medium, a note low.
 */
final class Sarif {
    private static final Members RULE = Members.of("id")
            .with("properties", Members.of("security-severity"))
            .with("defaultConfiguration", Members.of("level"));

    static final Members MEMBERS = Members.of()
            .with(
                    "runs",
                    Members.of()
                            .with("results", Members.of("ruleId", "level"))
                            .with("invocations", Members.of("endTimeUtc"))
                            .with(
                                    "tool",
                                    Members.of().with("driver", Members.of().with("rules", RULE))));

    private Sarif() {}

    static ScanReport read(JsonObject json) {
        List<Found> findings = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        for (JsonObject run : Json.objects(json, "runs", ScanReport.WHAT)) {
            Map<String, JsonObject> rules = rules(run);
            for (JsonObject result : Json.objects(run, "results", ScanReport.WHAT)) {
                String id = Json.string(result, "ruleId", ScanReport.WHAT).orElse("unnamed");
                findings.add(new Found(id, severity(result, rules.getOrDefault(id, new JsonObject()))));
            }
            Json.objects(run, "invocations", ScanReport.WHAT).stream()
                    .flatMap(each -> ScanReport.time(Json.string(each, "endTimeUtc", ScanReport.WHAT)).stream())
                    .forEach(times::add);
        }
        return new ScanReport(times.stream().min(Comparator.naturalOrder()), findings);
    }

    private static Map<String, JsonObject> rules(JsonObject run) {
        Map<String, JsonObject> rules = new HashMap<>();
        Json.member(run, "tool", ScanReport.WHAT)
                .flatMap(tool -> Json.member(tool, "driver", ScanReport.WHAT))
                .map(driver -> Json.objects(driver, "rules", ScanReport.WHAT))
                .orElse(List.of())
                .forEach(rule -> Json.string(rule, "id", ScanReport.WHAT).ifPresent(id -> rules.put(id, rule)));
        return rules;
    }

    private static Severity severity(JsonObject result, JsonObject rule) {
        return score(rule).orElseGet(() -> level(result, rule));
    }

    /** CVSS v3.1, section 5. */
    private static Optional<Severity> score(JsonObject rule) {
        Optional<JsonElement> score = Json.member(rule, "properties", ScanReport.WHAT)
                .map(properties -> properties.get("security-severity"))
                .filter(JsonElement::isJsonPrimitive);
        try {
            return score.map(JsonElement::getAsDouble).map(Sarif::severity);
        } catch (NumberFormatException e) {
            return Optional.of(Severity.CRITICAL);
        }
    }

    private static Severity severity(double score) {
        if (score < 0.1) {
            return Severity.NONE;
        }
        if (score < 4) {
            return Severity.LOW;
        }
        return score < 7 ? Severity.MEDIUM : score < 9 ? Severity.HIGH : Severity.CRITICAL;
    }

    /** SARIF 2.1.0, section 3.27.10: the result's, else its rule's, else a warning. */
    private static Severity level(JsonObject result, JsonObject rule) {
        String level = Json.string(result, "level", ScanReport.WHAT)
                .or(() -> Json.member(rule, "defaultConfiguration", ScanReport.WHAT)
                        .flatMap(standard -> Json.string(standard, "level", ScanReport.WHAT)))
                .orElse("warning");
        return switch (level) {
            case "none" -> Severity.NONE;
            case "note" -> Severity.LOW;
            case "warning" -> Severity.MEDIUM;
            case "error" -> Severity.HIGH;
            default -> Severity.CRITICAL;
        };
    }
}
