package io.github.imagepromotion.build.application;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a project goes into the image, and in which form. */
public sealed interface Contents {

    /**
     * Classes and resources as they were compiled, beside the dependencies.
     *
     * @param dependencies in Maven's order, which is the order of the class path
     * @param resources directory; all of its files but classes are taken
     * @param classes directory; only its classes are taken. It may be the same as {@code resources}
     */
    record Exploded(List<Dependency> dependencies, Optional<Path> resources, Optional<Path> classes)
            implements Contents {
        public Exploded {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * The project's jar as it is, beside the dependencies.
     *
     * @param dependencies in Maven's order, which is the order of the class path after the jar
     * @param jar of the project
     * @param name of the jar in the image
     * @param classes directory, in which a main class is looked for
     */
    record Packaged(List<Dependency> dependencies, Path jar, String name, Optional<Path> classes) implements Contents {
        public Packaged {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * A jar that Spring Boot has repackaged, unpacked: a layer for each entry of its layers index, and Spring Boot's
     * own launcher.
     *
     * @param jar with a layers index
     */
    record BootJar(Path jar) implements Contents {}

    /**
     * A WAR, unpacked, for the servlet container of the base.
     *
     * @param war the file
     * @param projectLibraries names of the libraries in it that are modules of the same reactor
     */
    record War(Path war, Set<String> projectLibraries) implements Contents {
        public War {
            projectLibraries = Set.copyOf(projectLibraries);
        }
    }
}
