package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.Digest;

/**
 * A decision as it was found beside an image.
 *
 * @param finding what it is worth
 * @param decision what it says
 */
public record Decided(Finding finding, Decision decision) {

    /**
     * {@return what others name it by when they withdraw it: the digest of what was signed, and not of the signature,
     * of which there may be several}
     */
    public Digest id() {
        return Digest.sha256(finding.statement().orElseThrow().bytes());
    }
}
