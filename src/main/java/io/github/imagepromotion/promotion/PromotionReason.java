package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Reason;

/** Why an image cannot be promoted. */
public enum PromotionReason implements Reason {
    /** Another build has this BuildId. */
    TAKEN,
    /** Two artifacts of a set are of one repository or one version of a project. */
    SEVERAL_OF_ONE,
    /** The base of a thin archive cannot be had. */
    THIN,
    /** What is attached may not be listed. */
    UNLISTED
}
