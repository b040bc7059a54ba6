package io.github.imagepromotion.build.application;

import io.github.imagepromotion.build.application.Application.Dependency;
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
     * A jar or WAR that Spring Boot has repackaged, unpacked: a layer for each entry of its layers index, and Spring
     * Boot's own launcher.
     *
     * @param archive a jar with a layers index, or a WAR
     */
    record BootArchive(Path archive) implements Contents {}

    /**
     * A jar that is started as {@code java -jar} does and holds its dependencies or names them in its manifest: shaded,
     * or made by Quarkus.
     *
     * @param jar to start
     * @param parts files and directories beside the jar, and the jar itself; each is a layer, those that change seldom
     *     first
     * @param classes directory in which a main class is looked for where neither the user nor the jar names one
     */
    record RunnableJar(Path jar, List<Path> parts, Optional<Path> classes) implements Contents {
        public RunnableJar {
            parts = List.copyOf(parts);
        }
    }

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
