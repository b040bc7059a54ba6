package io.github.imagepromotion.build.application;

import java.util.List;
import java.util.Optional;

/** What the image runs. */
public sealed interface Entrypoint {

    /** {@return the main class that the user named; a file in the image says it to entrypoints of the user's own} */
    Optional<String> mainClass();

    /**
     * {@code java} with the application's class path.
     *
     * @param mainClass empty: the only one among the application's classes
     * @param jvmFlags in front of the class path
     * @param argumentFile whether the class path is read from a file, which {@code java} can do since 9
     */
    record Java(Optional<String> mainClass, List<String> jvmFlags, boolean argumentFile) implements Entrypoint {
        public Java {
            jvmFlags = List.copyOf(jvmFlags);
        }

        /** For Java 9 and newer. */
        public Java(Optional<String> mainClass, List<String> jvmFlags) {
            this(mainClass, jvmFlags, true);
        }
    }

    /**
     * Any command.
     *
     * @param command program and arguments
     * @param mainClass empty: the only one among the application's classes, if there is one
     */
    record Command(List<String> command, Optional<String> mainClass) implements Entrypoint {
        public Command {
            command = List.copyOf(command);
        }

        /** With no main class named. */
        public Command(List<String> command) {
            this(command, Optional.empty());
        }
    }

    /**
     * What the base image runs; its arguments too, unless others are set.
     *
     * @param mainClass empty: the only one among the application's classes, if there is one
     */
    record Inherited(Optional<String> mainClass) implements Entrypoint {

        /** With no main class named. */
        public Inherited() {
            this(Optional.empty());
        }
    }
}
