package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.image.Reason;

/** Why a layer is not taken. */
public enum LayerReason implements Reason {
    /** It expands to more than is taken. */
    EXPANDS_TOO_FAR
}
