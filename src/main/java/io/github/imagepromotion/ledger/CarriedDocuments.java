package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.SharedTagContent;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigstoreBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The documents that go with an image from the place where it is to another one. Promotion records and decisions say
 * what happened at one place, and a promoter's signature says that it was promoted there, so they stay; what the build
 * and other tools say about the image goes along.
 *
 * <p>Whose signature a bundle has is what it says of itself: nobody's key is known here, and nothing is trusted for it.
 */
public final class CarriedDocuments {
    private static final List<String> OF_PLACE =
            List.of(PromotionRecord.PREDICATE_TYPE, Decision.PREDICATE_TYPE, DeploymentRecord.PREDICATE_TYPE);

    private final Map<Document, List<Finding>> findings = new LinkedHashMap<>();
    private final Map<Document, String> signers = new LinkedHashMap<>();

    private CarriedDocuments(List<Document> documents) throws IOException {
        for (Document document : documents) {
            findings.put(document, Finding.of(document, List.of()));
            signer(document).ifPresent(signer -> signers.put(document, signer));
        }
    }

    /**
     * @param documents of an image, each after the one that it is about
     * @return those that go with it, in the same order; of what is under a tag of cosign, the statements that do
     * @throws IOException if one of them cannot be read
     */
    public static List<Document> of(List<Document> documents) throws IOException {
        return new CarriedDocuments(documents).carried();
    }

    private List<Document> carried() throws IOException {
        Set<String> promoters = promoters();
        Set<Digest> left = new HashSet<>();
        List<Document> carried = new ArrayList<>();
        for (Map.Entry<Document, List<Finding>> each : findings.entrySet()) {
            Document document = each.getKey();
            Set<Digest> ofPlace = each.getValue().stream()
                    .filter(CarriedDocuments::isOfPlace)
                    .map(Finding::content)
                    .collect(Collectors.toSet());
            if (left.contains(document.subject()) || isOfPromoter(document, promoters)) {
                left.add(document.digest());
            } else if (ofPlace.isEmpty()) {
                carried.add(document);
            } else {
                left.add(document.digest());
                if (document.sharesTag()) {
                    SharedTagContent.without(document, ofPlace).ifPresent(carried::add);
                }
            }
        }
        return carried;
    }

    private static boolean isOfPlace(Finding finding) {
        return OF_PLACE.stream().anyMatch(type -> Versions.isSameOrNewer(finding.type(), type));
    }

    /** A promotion signs the image and its unsigned provenance with the key of its record. */
    private boolean isOfPromoter(Document document, Set<String> promoters) {
        return promoters.contains(signers.getOrDefault(document, ""))
                && (is(document, InTotoStatement.IMAGE_SIGNATURE) || is(document, Provenance.PREDICATE_TYPE));
    }

    /** Who signed records, without those that signed provenance as builders: it is not there without a signature, too. */
    private Set<String> promoters() {
        Set<InTotoStatement> unsigned = findings.keySet().stream()
                .filter(document -> document.artifactType().equals(InTotoStatement.PAYLOAD_TYPE))
                .flatMap(document -> statements(document).stream())
                .collect(Collectors.toSet());
        Set<String> promoters = new HashSet<>();
        signers.forEach((document, signer) -> {
            if (is(document, PromotionRecord.PREDICATE_TYPE)) {
                promoters.add(signer);
            }
        });
        signers.forEach((document, signer) -> {
            if (is(document, Provenance.PREDICATE_TYPE)
                    && statements(document).stream().noneMatch(unsigned::contains)) {
                promoters.remove(signer);
            }
        });
        return promoters;
    }

    private boolean is(Document document, String type) {
        return found(document).stream().anyMatch(finding -> finding.type().equals(type));
    }

    private List<InTotoStatement> statements(Document document) {
        return found(document).stream()
                .flatMap(finding -> finding.statement().stream())
                .toList();
    }

    private List<Finding> found(Document document) {
        return findings.getOrDefault(document, List.of());
    }

    /** The key that a bundle names; signatures under cosign's tags name none. */
    private static Optional<String> signer(Document document) throws IOException {
        if (document.manifest() instanceof ImageManifest manifest) {
            for (Descriptor layer : manifest.layers()) {
                if (layer.mediaType().equals(SigstoreBundle.MEDIA_TYPE)) {
                    try {
                        return SigstoreBundle.parse(document.blobs().read(layer, SignedDocument.LARGEST))
                                .hint();
                    } catch (ImageException e) {
                        return Optional.empty(); // It stays a document of others, as it is.
                    }
                }
            }
        }
        return Optional.empty();
    }
}
