package io.github.imagepromotion.report.contents;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.verification.Check;
import java.util.List;

/**
 * The documents of an image in one registry, and what they prove.
 *
 * @param documents readable documents
 * @param checks the checks of {@code image:verify} that need only documents
 */
public record Proof(List<VerifiedDocument> documents, List<Check> checks) {
    static final Proof NONE = new Proof(List.of(), List.of());

    /** Copies the lists. */
    public Proof {
        documents = List.copyOf(documents);
        checks = List.copyOf(checks);
    }

    /**
     * A document of an image.
     *
     * @param type media type of a file, or predicate type of a statement
     * @param document digest of its manifest
     * @param standing result of verification
     * @param signers ids of the trusted keys that signed it
     * @param reason why it does not count for more; may be empty
     */
    public record VerifiedDocument(
            String type, Digest document, Standing standing, List<String> signers, String reason) {

        /** Copies the list. */
        public VerifiedDocument {
            signers = List.copyOf(signers);
        }
    }

    /** {@return whether a check failed} */
    public boolean failed() {
        return checks.stream().anyMatch(Check::failed);
    }
}
