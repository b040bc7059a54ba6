package io.github.imagepromotion.importing;

import io.github.imagepromotion.image.Reason;

/** Why an image cannot be imported as it is configured. */
public enum ImportReason implements Reason {
    /** The source cannot be imported. */
    SOURCE,
    /** It names no source. */
    REFERENCE,
    /** The source lacks a platform. */
    PLATFORMS,
    /** An index names platforms that are not there. */
    INCOMPLETE_INDEX,
    /** Another image was made by choosing platforms. */
    OTHER_PLATFORMS,
    /** The archive cannot be expanded here. */
    EXPAND_ARCHIVE
}
