package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Reason;

/** Why an image cannot be promoted. */
public enum PromotionReason implements Reason {
    /** Another build has this BuildId. */
    TAKEN,
    /** Two images of a set have one name. */
    SAME_NAME,
    /** The base of a thin archive cannot be had. */
    THIN,
    /** What is attached may not be listed. */
    UNLISTED
}
