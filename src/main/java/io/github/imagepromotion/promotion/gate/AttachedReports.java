package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.TrustCheck;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scan reports of an image: in the artifact, in the environment and in its predecessors. If keys are trusted, those
 * signed by one of them count, and files that signed provenance lists as outputs of the build.
 */
final class AttachedReports {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final String WHAT = "scanner's report";

    private final List<VerificationKey> trusted;
    private final Map<Finding, JsonObject> contents = new LinkedHashMap<>();

    private AttachedReports(List<VerificationKey> trusted) {
        this.trusted = trusted;
    }

    static AttachedReports of(
            GateRequest gateRequest, AttachedDocuments attachedDocuments, List<VerificationKey> trusted)
            throws IOException {
        Map<Digest, Document> documents = new LinkedHashMap<>();
        gateRequest.documents().stream()
                .filter(document -> document.subject().equals(gateRequest.digest()))
                .forEach(document -> documents.put(document.digest(), document));
        for (Environment environment : gateRequest.way()) {
            for (RegistryAddress address : environment.registries()) {
                attachedDocuments
                        .attached(environment, address)
                        .documents()
                        .forEach(document -> documents.putIfAbsent(document.digest(), document));
            }
        }
        AttachedReports reports = new AttachedReports(trusted);
        reports.read(gateRequest, List.copyOf(documents.values()));
        return reports;
    }

    private void read(GateRequest gateRequest, List<Document> documents) throws IOException {
        Map<Finding, Document> found = new LinkedHashMap<>();
        for (Document document : documents) {
            try {
                Finding.of(document, trusted).forEach(finding -> found.put(finding, document));
            } catch (NoSuchFileException e) {
                // Listed but deleted: there is nothing to read.
            }
        }
        Set<Digest> vouched = new HashSet<>(
                TrustCheck.files(List.copyOf(found.keySet()), gateRequest.identity(), !trusted.isEmpty()));
        for (Map.Entry<Finding, Document> each : found.entrySet()) {
            if (counts(each.getKey(), vouched)) {
                content(each.getKey(), each.getValue()).ifPresent(json -> contents.put(each.getKey(), json));
            }
        }
    }

    private boolean counts(Finding finding, Set<Digest> vouched) {
        return finding.standing() == Standing.SIGNED
                || (finding.standing() == Standing.UNSIGNED
                        && (trusted.isEmpty()
                                || (finding.statement().isEmpty() && vouched.contains(finding.content()))));
    }

    /** Content that is not JSON, or too large, is not a report. */
    private static Optional<JsonObject> content(Finding finding, Document document) throws IOException {
        if (finding.statement().isPresent()) {
            return finding.statement().map(InTotoStatement::predicate);
        }
        for (Descriptor layer : document.manifest().blobs()) {
            if (layer.digest().equals(finding.content()) && layer.size() <= LARGEST) {
                try {
                    return Optional.of(Json.object(document.blobs().read(layer, LARGEST), WHAT));
                } catch (ImageException | NoSuchFileException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** A report, and the digest of its document. */
    record AttachedReport(Digest document, ScanReport report) {}

    List<AttachedReport> ofType(Scan.Type type) {
        List<AttachedReport> reports = new ArrayList<>();
        contents.forEach((finding, json) ->
                report(type, json).ifPresent(report -> reports.add(new AttachedReport(finding.document(), report))));
        return reports;
    }

    /**
     * Also in the form of {@code cosign attest --type vuln} (cosign, {@code specs/COSIGN_VULN_ATTESTATION_SPEC.md}).
     */
    private static Optional<ScanReport> report(Scan.Type type, JsonObject json) {
        try {
            Optional<JsonObject> wrapped =
                    Json.member(json, "scanner", WHAT).flatMap(scanner -> Json.member(scanner, "result", WHAT));
            Optional<String> finished = Json.member(json, "metadata", WHAT)
                    .flatMap(metadata -> Json.string(metadata, "scanFinishedOn", WHAT));
            return wrapped.isPresent()
                    ? ScanReport.read(type, wrapped.get()).map(report -> report.orAt(ScanReport.time(finished)))
                    : ScanReport.read(type, json);
        } catch (ImageException e) {
            return Optional.empty();
        }
    }
}
