package io.github.imagepromotion.build.application;

import java.util.List;
import java.util.Optional;

/** What the container runs. */
public sealed interface Entrypoint {

    /** {@return the configured main class; a file in the image passes it to custom entrypoints} */
    Optional<String> mainClass();

    /**
     * {@code java} with the application's class path.
     *
     * @param mainClass main class; empty for the only one among the application's classes
     * @param jvmFlags JVM options
     * @param argumentFile whether to use an argument file for the class path, which {@code java} supports since release
     *     9
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
     * A custom command.
     *
     * @param command program and arguments
     * @param mainClass main class; empty for the only one among the application's classes, if there is one
     */
    record Command(List<String> command, Optional<String> mainClass) implements Entrypoint {
        public Command {
            command = List.copyOf(command);
        }

        /** Without a configured main class. */
        public Command(List<String> command) {
            this(command, Optional.empty());
        }
    }

    /**
     * The entrypoint of the base image, with its arguments unless others are configured.
     *
     * @param mainClass main class; empty for the only one among the application's classes, if there is one
     */
    record Inherited(Optional<String> mainClass) implements Entrypoint {

        /** Without a configured main class. */
        public Inherited() {
            this(Optional.empty());
        }
    }
}
