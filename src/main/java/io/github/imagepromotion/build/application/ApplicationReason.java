package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.Reason;

/** Reasons why an application cannot be built as configured. */
public enum ApplicationReason implements Reason {
    /** The main class is missing or ambiguous. */
    MAIN_CLASS,
    /** The layers index of a Spring Boot jar is malformed. */
    LAYERS_INDEX,
    /** The app root is not absolute. */
    APP_ROOT,
    /** A volume is not absolute. */
    VOLUMES,
    /** The working directory is not absolute. */
    WORKING_DIRECTORY,
    /** The target of extra files is not absolute. */
    EXTRA_INTO,
    /** An extra directory does not exist. */
    NO_EXTRA_DIRECTORY,
    /** An extra file is a dangling link. */
    DEAD_LINK,
    /** A pattern of extra files is not a glob. */
    EXTRA_GLOB,
    /** A permission of extra files is malformed. */
    PERMISSION,
    /** A port is malformed. */
    PORTS,
    /** The name of an environment variable is malformed. */
    VARIABLES
}
