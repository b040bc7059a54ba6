package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.Reason;

/** Why an application cannot be built as it is configured. */
public enum ApplicationReason implements Reason {
    /** The class that is started is missing, or not certain. */
    MAIN_CLASS,
    /** The layers index of a Spring Boot jar cannot be read. */
    LAYERS_INDEX,
    /** The directory of the application is not absolute. */
    APP_ROOT,
    /** A volume is not absolute. */
    VOLUMES,
    /** The working directory is not absolute. */
    WORKING_DIRECTORY,
    /** Where extra files go is not absolute. */
    EXTRA_INTO,
    /** An extra directory is not there. */
    NO_EXTRA_DIRECTORY,
    /** An extra file is a link to nothing. */
    DEAD_LINK,
    /** What chooses extra files is no glob. */
    EXTRA_GLOB,
    /** A permission of extra files is illegal. */
    PERMISSION,
    /** A port is illegal. */
    PORTS,
    /** The name of an environment variable is illegal. */
    VARIABLES
}
