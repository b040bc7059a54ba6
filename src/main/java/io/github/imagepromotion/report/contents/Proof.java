package io.github.imagepromotion.report.contents;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.verification.Check;
import java.util.List;

/**
 * What is said about an image in one place, and what that proves.
 *
 * @param documents that can be read
 * @param checks as {@code image:verify} makes them, as far as documents answer them
 */
public record Proof(List<Paper> documents, List<Check> checks) {
    static final Proof NONE = new Proof(List.of(), List.of());

    /** Copies the lists. */
    public Proof {
        documents = List.copyOf(documents);
        checks = List.copyOf(checks);
    }

    /**
     * A document about an image.
     *
     * @param type media type of a file, type of the predicate of a statement
     * @param document digest of its manifest
     * @param standing what it is worth
     * @param signers ids of the trusted keys that signed it
     * @param reason why it is worth no more; may be empty
     */
    public record Paper(String type, Digest document, Standing standing, List<String> signers, String reason) {

        /** Copies the list. */
        public Paper {
            signers = List.copyOf(signers);
        }
    }

    /** {@return whether a check says that something is not as it should be} */
    public boolean failed() {
        return checks.stream().anyMatch(Check::failed);
    }
}
