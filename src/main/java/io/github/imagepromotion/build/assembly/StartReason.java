package io.github.imagepromotion.build.assembly;

import io.github.imagepromotion.image.Reason;

/** Reasons why an image cannot start. */
public enum StartReason implements Reason {
    /** It has no command. */
    NO_COMMAND,
    /** Its main class is missing. */
    MAIN_CLASS,
    /** The application is not where the servlet container looks for it. */
    APP_ROOT,
    /** It has no servlet container. */
    NO_SERVLET_CONTAINER,
    /** The program does not exist. */
    NO_PROGRAM,
    /** The program is not executable. */
    NOT_EXECUTABLE,
    /** Its Java is too old; arguments: required and existing release. */
    OLD_JAVA,
    /** The check refuses the image for one of these reasons. */
    STRICT
}
