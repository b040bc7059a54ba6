package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.Reason;

/** Reasons why an image archive cannot be written or read. */
public enum ArchiveReason implements Reason {
    /** The base image has a layer that may not be distributed. */
    NON_DISTRIBUTABLE,
    /** A blob did not match its descriptor while the archive was written. */
    CHANGED,
    /** The archive does not exist. */
    NO_ARCHIVE
}
