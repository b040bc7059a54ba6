package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.contents.Proof.VerifiedDocument;
import io.github.imagepromotion.report.page.HistoricBuild.Presence;
import io.github.imagepromotion.report.page.Page.DocumentRow;
import io.github.imagepromotion.report.page.Page.DocumentsPart;
import io.github.imagepromotion.report.page.Page.Mark;
import io.github.imagepromotion.signing.InTotoStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents of a build. Each environment trusts its own keys, so verification of a document may differ between
 * environments.
 */
final class DocumentsView {
    /** Display names of document types. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(Provenance.PREDICATE_TYPE, "SLSA provenance"),
            Map.entry(PromotionRecord.PREDICATE_TYPE, "Promotion record"),
            Map.entry(InTotoStatement.IMAGE_SIGNATURE, "Image signature"),
            Map.entry("https://cyclonedx.org/bom", "CycloneDX SBOM"),
            Map.entry("application/vnd.cyclonedx+json", "CycloneDX SBOM"),
            Map.entry("application/vnd.cyclonedx+xml", "CycloneDX SBOM, XML"),
            Map.entry("https://spdx.dev/Document", "SPDX SBOM"),
            Map.entry("application/spdx+json", "SPDX SBOM"),
            Map.entry("text/spdx+json", "SPDX SBOM"),
            Map.entry("application/vnd.dev.cosign.simplesigning.v1+json", "cosign signature"));

    private static final int MOST = 100;

    private final Map<Seen, Set<String>> environments = new LinkedHashMap<>();
    private final Map<Seen, VerifiedDocument> documents = new LinkedHashMap<>();

    private record Seen(Digest document, String type, Standing standing, List<String> signers) {}

    DocumentsView(ImageInspector look, HistoricBuild build) {
        for (Presence presence : build.presences()) {
            for (VerifiedDocument document :
                    look.proof(presence.holding(), build.digest()).documents()) {
                Seen seen = new Seen(document.document(), document.type(), document.standing(), document.signers());
                documents.putIfAbsent(seen, document);
                environments
                        .computeIfAbsent(seen, each -> new LinkedHashSet<>())
                        .add(presence.holding().environment());
            }
        }
    }

    DocumentsPart part() {
        List<DocumentRow> rows = documents.keySet().stream()
                .sorted(Comparator.comparing((Seen seen) -> TYPES.getOrDefault(seen.type(), seen.type()))
                        .thenComparing(Seen::document))
                .limit(MOST)
                .map(this::row)
                .toList();
        return new DocumentsPart(title(), rows);
    }

    private String title() {
        long distinct =
                documents.keySet().stream().map(Seen::document).distinct().count();
        List<String> parts = new ArrayList<>(List.of(DisplayFormat.count(distinct, "document", "documents")));
        count(Standing.SIGNED, "signed", parts);
        count(Standing.FORGED, "forged", parts);
        return String.join(", ", parts) + (documents.size() > MOST ? ", the first " + MOST + " shown" : "");
    }

    private void count(Standing standing, String word, List<String> parts) {
        long number = documents.keySet().stream()
                .filter(seen -> seen.standing() == standing)
                .map(Seen::document)
                .distinct()
                .count();
        if (number > 0) {
            parts.add(number + " " + word);
        }
    }

    private DocumentRow row(Seen seen) {
        VerifiedDocument document = documents.get(seen);
        return new DocumentRow(
                TYPES.getOrDefault(seen.type(), seen.type()),
                seen.document().abbreviated(),
                standing(seen.standing()),
                String.join(", ", environments.getOrDefault(seen, Set.of())),
                reason(seen, document == null ? "" : document.reason()));
    }

    private static Mark standing(Standing standing) {
        return switch (standing) {
            case SIGNED -> new Mark("signed", "good");
            case UNSIGNED -> new Mark("unsigned", "weak");
            case FORGED -> new Mark("forged", "bad");
        };
    }

    private static String reason(Seen seen, String reason) {
        return seen.signers().isEmpty() ? reason : "by key " + String.join(", ", seen.signers());
    }
}
