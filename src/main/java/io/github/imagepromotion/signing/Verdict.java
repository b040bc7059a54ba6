package io.github.imagepromotion.signing;

import java.util.List;

/** The result of verifying a signed document. */
public sealed interface Verdict {

    /**
     * A trusted key signed the statement, and it is about the expected image. The caller decides what the statement
     * means: a signed SBOM is not a signature of the image.
     *
     * @param statement the signed statement
     * @param signers the trusted keys that signed it, at least one
     */
    record Valid(InTotoStatement statement, List<VerificationKey> signers) implements Verdict {
        /** @throws IllegalArgumentException if there is no signer */
        public Valid {
            signers = List.copyOf(signers);
            if (signers.isEmpty()) {
                throw new IllegalArgumentException("a valid statement has a signer");
            }
        }

        /**
         * @param document the document of this verdict
         * @return the documents that this plugin would have written for it, with each signer's key id
         */
        public List<SignedDocument> writtenForms(SignedDocument document) {
            return signers.stream()
                    .flatMap(signer -> Signatures.writtenForm(document, statement, signer).stream())
                    .toList();
        }

        /** {@return whether this is a plain image signature, rather than another statement} */
        public boolean isImageSignature() {
            return statement.predicateType().equals(InTotoStatement.IMAGE_SIGNATURE);
        }
    }

    /**
     * No trusted key signed it, and it does not claim one. It may be valid for others.
     *
     * @param reason a clause that follows "it does not count:", printable
     */
    record Untrusted(String reason) implements Verdict {}

    /**
     * The document is deceptive: it is ambiguous, claims a trusted key that did not sign it, or has a trusted key's
     * signature of something else.
     *
     * @param reason a clause that follows "it does not count:", printable
     */
    record Forged(String reason) implements Verdict {}
}
