package io.github.imagepromotion.build.application;

import java.nio.file.Path;
import java.util.List;

/**
 * What is added to the base.
 *
 * @param contents contents of the project
 * @param extraDirectories extra directories in order, each of which becomes a layer
 * @param permissions permissions of files in the extra directories; an exact path takes precedence, then the first
 *     match
 */
public record Application(Contents contents, List<ExtraDirectory> extraDirectories, List<FilePermission> permissions) {
    public Application {
        extraDirectories = List.copyOf(extraDirectories);
        permissions = List.copyOf(permissions);
    }

    /**
     * An entry of the class path.
     *
     * @param file a jar; for an unpackaged module of the reactor, the directory of its classes
     * @param kind selects the layer
     * @param name name in the image, unless it is ambiguous
     */
    public record Dependency(Path file, Kind kind, String name) {

        /** With the file's own name. */
        public Dependency(Path file, Kind kind) {
            this(file, kind, file.getFileName().toString());
        }

        /** How often a dependency changes, which selects its layer. */
        public enum Kind {
            /** A release, which never changes. */
            RELEASE,
            /** A snapshot, which changes now and then. */
            SNAPSHOT,
            /** A module of the same reactor, which changes with the project. */
            PROJECT
        }
    }
}
