package io.github.imagepromotion.build.application;

import java.nio.file.Path;
import java.util.List;

/**
 * What goes into the image on top of the base.
 *
 * @param contents of the project
 * @param extraDirectories in their order; each is a layer
 * @param permissions of files in the extra directories; the first that matches counts, after one that names the path
 */
public record Application(Contents contents, List<ExtraDirectory> extraDirectories, List<FilePermission> permissions) {
    public Application {
        extraDirectories = List.copyOf(extraDirectories);
        permissions = List.copyOf(permissions);
    }

    /**
     * An entry of the class path.
     *
     * @param file a jar; of a module of the reactor that was compiled and not packaged the directory of its classes
     * @param kind decides the layer it goes into
     * @param name it has in the image, unless another one has it, too
     */
    public record Dependency(Path file, Kind kind, String name) {

        /** Named as its file. */
        public Dependency(Path file, Kind kind) {
            this(file, kind, file.getFileName().toString());
        }

        /** How often a dependency changes, and so the layer it goes into. */
        public enum Kind {
            /** Released: never changes. */
            RELEASE,
            /** A snapshot: changes now and then. */
            SNAPSHOT,
            /** A module of the same reactor: changes with the project. */
            PROJECT
        }
    }
}
