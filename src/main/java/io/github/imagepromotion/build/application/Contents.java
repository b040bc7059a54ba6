package io.github.imagepromotion.build.application;

import io.github.imagepromotion.build.application.Application.Dependency;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contents of a project for an image, by layout. */
public sealed interface Contents {

    /**
     * Compiled classes and resources, with the dependencies.
     *
     * @param dependencies dependencies in the order of the class path
     * @param resources directory whose files other than classes are added
     * @param classes directory whose classes are added; may be the same as {@code resources}
     */
    record Exploded(List<Dependency> dependencies, Optional<Path> resources, Optional<Path> classes)
            implements Contents {
        public Exploded {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * The project's jar, with the dependencies.
     *
     * @param dependencies dependencies in the order of the class path, after the jar
     * @param jar jar of the project
     * @param name name of the jar in the image
     * @param classes directory to search for a main class
     */
    record Packaged(List<Dependency> dependencies, Path jar, String name, Optional<Path> classes) implements Contents {
        public Packaged {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * A jar or WAR repackaged by Spring Boot, unpacked into the layers of its layers index, with Spring Boot's
     * launcher.
     *
     * @param archive a jar with a layers index, or a WAR
     */
    record BootArchive(Path archive) implements Contents {}

    /**
     * A jar for {@code java -jar} that contains its dependencies or names them in its manifest: shaded, or built by
     * Quarkus.
     *
     * @param jar jar to start
     * @param parts files and directories beside the jar, and the jar itself, each of which becomes a layer, in order of
     *     increasing change
     * @param classes directory to search for a main class, if neither the configuration nor the jar names one
     */
    record RunnableJar(Path jar, List<Path> parts, Optional<Path> classes) implements Contents {
        public RunnableJar {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An unpacked WAR, for the servlet container of the base.
     *
     * @param war the WAR
     * @param projectLibraries names of its libraries that are modules of the same reactor
     */
    record War(Path war, Set<String> projectLibraries) implements Contents {
        public War {
            projectLibraries = Set.copyOf(projectLibraries);
        }
    }
}
