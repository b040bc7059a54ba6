package io.github.imagepromotion.build.application;

import java.nio.file.Path;

/**
 * A file of the class path.
 *
 * @param file a jar
 * @param kind decides the layer it goes into
 */
public record Dependency(Path file, Kind kind) {

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
