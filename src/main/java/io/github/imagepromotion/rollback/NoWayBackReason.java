package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.Reason;

/** Why an environment cannot go back. */
public enum NoWayBackReason implements Reason {
    /** No image is named. */
    NO_IMAGE,
    /** No moving tag says what is there. */
    NO_MOVING_TAG,
    /** It is not known what was there before. */
    NAME_BUILD,
    /** The tag of the build before was changed. */
    OTHER_TAG,
    /** The image of the build is not there. */
    GONE,
    /** A part of the image is not there. */
    INCOMPLETE,
    /** A manifest of the image is not there. */
    MANIFEST_GONE,
    /** There is no such build; argument: the environment. */
    UNKNOWN_BUILD
}
