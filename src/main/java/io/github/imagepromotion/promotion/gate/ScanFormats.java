package io.github.imagepromotion.promotion.gate;

import static io.github.imagepromotion.promotion.gate.ScanReport.time;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Severity;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import io.github.imagepromotion.promotion.gate.ScanReport.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses the formats of scanners as far as the gate needs. Missing or unexpected values count as the worst. */
final class ScanFormats {
    private static final String WHAT = "scanner's report";

    private ScanFormats() {}

    /** @see ScanReport#read */
    static Optional<ScanReport> read(Scan.Type type, JsonObject json) {
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

    static Found found(JsonObject object, String id, String severity) {
        return new Found(
                Json.string(object, id, WHAT).orElse("unnamed"),
                Json.string(object, severity, WHAT).flatMap(Severity::named).orElse(Severity.CRITICAL));
    }

    /**
     * A CycloneDX BOM with vulnerabilities, or a VEX (CycloneDX 1.4, "vulnerabilities"): the worst of several ratings
     * counts; vulnerabilities analysed as not affecting the image are skipped.
     */
    private static final class CycloneDx {
        private static final Set<String> HARMLESS =
                Set.of("not_affected", "false_positive", "resolved", "resolved_with_pedigree");

        static final Members MEMBERS = Members.of("bomFormat")
                .with("metadata", Members.of("timestamp"))
                .with(
                        "vulnerabilities",
                        Members.of("id").with("analysis", Members.of("state")).with("ratings", Members.of("severity")));

        private CycloneDx() {}

        static ScanReport read(JsonObject json) {
            List<Found> findings = Json.objects(json, "vulnerabilities", WHAT).stream()
                    .filter(each -> !isHarmless(each))
                    .map(each -> new Found(Json.string(each, "id", WHAT).orElse("unnamed"), worst(each)))
                    .toList();
            return new ScanReport(
                    time(Json.member(json, "metadata", WHAT)
                            .flatMap(metadata -> Json.string(metadata, "timestamp", WHAT))),
                    findings);
        }

        private static boolean isHarmless(JsonObject vulnerability) {
            return Json.member(vulnerability, "analysis", WHAT)
                    .flatMap(analysis -> Json.string(analysis, "state", WHAT))
                    .filter(HARMLESS::contains)
                    .isPresent();
        }

        private static Severity worst(JsonObject vulnerability) {
            return Json.objects(vulnerability, "ratings", WHAT).stream()
                    .map(rating -> found(rating, "", "severity").severity())
                    .max(Comparator.naturalOrder())
                    .orElse(Severity.CRITICAL);
        }
    }

    /** {@code grype -o json} (Grype's {@code schema/grype/db-search} and {@code grype/presenter/models}). */
    private static final class Grype {
        static final Members MEMBERS = Members.of()
                .with("matches", Members.of().with("vulnerability", Members.of("id", "severity")))
                .with("descriptor", Members.of("timestamp"));

        private Grype() {}

        static ScanReport read(JsonObject json) {
            List<Found> findings = Json.objects(json, "matches", WHAT).stream()
                    .map(match -> Json.member(match, "vulnerability", WHAT).orElseGet(JsonObject::new))
                    .map(vulnerability -> found(vulnerability, "id", "severity"))
                    .toList();
            return new ScanReport(
                    time(Json.member(json, "descriptor", WHAT)
                            .flatMap(descriptor -> Json.string(descriptor, "timestamp", WHAT))),
                    findings);
        }
    }

    /**
     * SARIF 2.1.0 (OASIS), with the severity that GitHub adds to rules: {@code security-severity}, a CVSS score (GitHub
     * Docs, "SARIF support for code scanning"). Without it the level counts: an error is high, a warning medium, a note
     * low.
     */
    private static final class Sarif {
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
            for (JsonObject run : Json.objects(json, "runs", WHAT)) {
                Map<String, JsonObject> rules = rules(run);
                for (JsonObject result : Json.objects(run, "results", WHAT)) {
                    String id = Json.string(result, "ruleId", WHAT).orElse("unnamed");
                    findings.add(new Found(id, severity(result, rules.getOrDefault(id, new JsonObject()))));
                }
                Json.objects(run, "invocations", WHAT).stream()
                        .flatMap(each -> time(Json.string(each, "endTimeUtc", WHAT)).stream())
                        .forEach(times::add);
            }
            return new ScanReport(times.stream().min(Comparator.naturalOrder()), findings);
        }

        private static Map<String, JsonObject> rules(JsonObject run) {
            Map<String, JsonObject> rules = new HashMap<>();
            Json.member(run, "tool", WHAT)
                    .flatMap(tool -> Json.member(tool, "driver", WHAT))
                    .map(driver -> Json.objects(driver, "rules", WHAT))
                    .orElse(List.of())
                    .forEach(rule -> Json.string(rule, "id", WHAT).ifPresent(id -> rules.put(id, rule)));
            return rules;
        }

        private static Severity severity(JsonObject result, JsonObject rule) {
            return score(rule).orElseGet(() -> level(result, rule));
        }

        /** CVSS v3.1, section 5. */
        private static Optional<Severity> score(JsonObject rule) {
            Optional<JsonElement> score = Json.member(rule, "properties", WHAT)
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

        /** SARIF 2.1.0, section 3.27.10: the result's level, otherwise its rule's, otherwise a warning. */
        private static Severity level(JsonObject result, JsonObject rule) {
            String level = Json.string(result, "level", WHAT)
                    .or(() -> Json.member(rule, "defaultConfiguration", WHAT)
                            .flatMap(standard -> Json.string(standard, "level", WHAT)))
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

    /** {@code trivy image --format json} (Trivy's documentation, "Reporting"). */
    private static final class Trivy {
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
            for (JsonObject result : Json.objects(json, "Results", WHAT)) {
                add(findings, result, "Vulnerabilities", "VulnerabilityID");
                add(findings, result, "Misconfigurations", "ID");
                add(findings, result, "Secrets", "RuleID");
            }
            return new ScanReport(time(Json.string(json, "CreatedAt", WHAT)), findings);
        }

        private static void add(List<Found> findings, JsonObject result, String list, String id) {
            Json.objects(result, list, WHAT).forEach(each -> findings.add(found(each, id, "Severity")));
        }
    }
}
