package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.Reason;

/** Why an image archive cannot be written or read. */
public enum ArchiveReason implements Reason {
    /** The base image has a layer that registries do not take. */
    NON_DISTRIBUTABLE,
    /** What is stored changed meanwhile. */
    CHANGED,
    /** There is no such archive. */
    NO_ARCHIVE
}
