package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Reason;

/** What a picture of environments depends on. */
public enum StatusReason implements Reason {
    /** Not all builds were looked at; argument: how many there are. */
    MANY_BUILDS
}
