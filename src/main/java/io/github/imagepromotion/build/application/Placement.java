package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layout of a project's contents in the image, and how {@code java} starts them. */
interface Placement {

    /**
     * @param contents contents of a project
     * @param appRoot directory of the application in the image
     * @return their placement
     * @throws io.github.imagepromotion.image.ImageException if one of their files is missing or malformed
     */
    static Placement of(Contents contents, AbsoluteUnixPath appRoot) throws IOException {
        if (contents instanceof Contents.Exploded exploded) {
            return new ExplodedPlacement(exploded, Libraries.of(exploded.dependencies()), appRoot);
        }
        if (contents instanceof Contents.Packaged packaged) {
            return new PackagedPlacement(packaged, Libraries.of(packaged.dependencies()), appRoot);
        }
        if (contents instanceof Contents.BootArchive boot) {
            return BootPlacement.of(boot.archive(), appRoot);
        }
        if (contents instanceof Contents.RunnableJar runnable) {
            return new RunnableJarPlacement(runnable, appRoot);
        }
        return new WarPlacement((Contents.War) contents, appRoot);
    }

    /**
     * @param workDirectory directory of this module, for unpacked archives
     * @return the layers from the base up; some may be empty
     */
    List<LayerFiles> layers(Path workDirectory) throws IOException;

    /** {@return the class path in order, as paths in the image; empty if {@code java} starts nothing} */
    List<String> classPath();

    /**
     * @param configured configured main class
     * @return the main class
     * @throws io.github.imagepromotion.image.ImageException if it is unknown
     */
    String mainClass(Optional<String> configured) throws IOException;

    /**
     * @param mainClass binary name of a class
     * @return whether a class file on the class path contains it
     */
    boolean holds(String mainClass) throws IOException;

    /** {@return the highest Java release that the project's own class files need; 0 if it has none} */
    int javaRelease() throws IOException;

    /**
     * @param mainClass main class
     * @return path in the image of a jar that {@code java -jar} must start, since only then its manifest opens packages
     *     and names agents; empty to use the class path
     */
    default Optional<String> jar(String mainClass) throws IOException {
        return Optional.empty();
    }

    /** Jib's {@code packaged} mode: the project's jar beside the libraries. */
    record PackagedPlacement(Contents.Packaged contents, Libraries libraries, AbsoluteUnixPath appRoot)
            implements Placement {

        @Override
        public List<LayerFiles> layers(Path workDirectory) throws IOException {
            List<LayerFiles> layers = new ArrayList<>(libraries.layers(appRoot));
            layers.add(new LayerFiles("classpath").add(contents.jar(), jar()));
            return layers;
        }

        @Override
        public List<String> classPath() {
            List<String> classPath = new ArrayList<>();
            classPath.add(jar().toString());
            classPath.addAll(libraries.classPath(appRoot));
            return classPath;
        }

        @Override
        public String mainClass(Optional<String> configured) throws IOException {
            return MainClass.resolve(configured, contents.classes());
        }

        @Override
        public boolean holds(String mainClass) throws IOException {
            List<Path> jars = new ArrayList<>(libraries.files());
            jars.add(contents.jar());
            return ClassFiles.hold(mainClass, Optional.empty(), jars);
        }

        @Override
        public int javaRelease() throws IOException {
            return ClassFiles.release(contents.jar(), "");
        }

        private AbsoluteUnixPath jar() {
            return appRoot.resolve("classpath").resolve(contents.name());
        }
    }
}
