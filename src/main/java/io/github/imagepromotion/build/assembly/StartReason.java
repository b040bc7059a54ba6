package io.github.imagepromotion.build.assembly;

import io.github.imagepromotion.image.Reason;

/** Why a container of an image would not start. */
public enum StartReason implements Reason {
    /** It has no command. */
    NO_COMMAND,
    /** Its main class is missing. */
    MAIN_CLASS,
    /** Its application is not where the servlet container looks. */
    APP_ROOT,
    /** It has no servlet container. */
    NO_SERVLET_CONTAINER,
    /** The program is missing. */
    NO_PROGRAM,
    /** The program may not be executed. */
    NOT_EXECUTABLE,
    /** Its Java is too old; arguments: the Java that is needed, and the one that is there. */
    OLD_JAVA,
    /** It is refused for one of these. */
    STRICT
}
