package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.Reason;

/** Why a base image cannot be taken. */
public enum BaseReason implements Reason {
    /** The base image cannot be taken. */
    IMAGE,
    /** It is no reference of a base image. */
    REFERENCE,
    /** The base image lacks a platform. */
    PLATFORMS,
    /** It is no mirror. */
    MIRRORS
}
