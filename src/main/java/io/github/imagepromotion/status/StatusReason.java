package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Reason;

/** What a picture of environments depends on. */
public enum StatusReason implements Reason {
    /** Not all builds were looked at; argument: how many there are. */
    MANY_BUILDS,
    /** A history has more builds than were asked for; argument: how many there are. */
    LONG_HISTORY
}
