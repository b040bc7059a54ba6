package io.github.imagepromotion.report.page;

import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.signing.InTotoStatement;
import java.util.Map;

/** What people call a type of document. */
final class DocumentType {
    private static final Map<String, String> NAMES = Map.ofEntries(
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

    private DocumentType() {}

    static String name(String type) {
        return NAMES.getOrDefault(type, type);
    }
}
