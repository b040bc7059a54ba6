package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.Digest;

/**
 * A promotion record as it was found beside an image.
 *
 * @param finding what it is worth
 * @param record what it says
 */
public record Recorded(Finding finding, PromotionRecord record) {

    /** {@return what others name it by when they follow it} */
    public Digest id() {
        return finding.content();
    }
}
