package io.github.imagepromotion.signing;

import java.util.List;

/** What a signed document is worth. */
public sealed interface Verdict {

    /**
     * A trusted key signed this statement, and it is about the image asked for. What it says is for the caller to
     * judge: a signed SBOM is no signature of the image.
     *
     * @param statement what was signed
     * @param signers the trusted keys that signed it, at least one
     */
    record Valid(InTotoStatement statement, List<VerificationKey> signers) implements Verdict {
        /** @throws IllegalArgumentException if nobody signed it */
        public Valid {
            signers = List.copyOf(signers);
            if (signers.isEmpty()) {
                throw new IllegalArgumentException("a valid statement has a signer");
            }
        }

        /**
         * @param document that this is the verdict on
         * @return what it would be if this plugin had written it, with each signer's name for its key
         */
        public List<SignedDocument> writtenForms(SignedDocument document) {
            return signers.stream()
                    .flatMap(signer -> Signatures.writtenForm(document, statement, signer).stream())
                    .toList();
        }

        /** {@return whether this says that the image is signed, rather than something else about it} */
        public boolean isImageSignature() {
            return statement.predicateType().equals(InTotoStatement.IMAGE_SIGNATURE);
        }
    }

    /**
     * No trusted key signed it, and it does not claim so. It may be another's, and is worth nothing here.
     *
     * @param reason a clause that follows "it does not count:", printable
     */
    record Untrusted(String reason) implements Verdict {}

    /**
     * It pretends: it cannot be read in one way, names a trusted key that did not sign it, or is a trusted key's
     * signature about something else.
     *
     * @param reason a clause that follows "it does not count:", printable
     */
    record Forged(String reason) implements Verdict {}
}
