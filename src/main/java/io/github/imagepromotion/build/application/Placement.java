package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the contents of a project go in the image, and what {@code java} needs to know to start them. */
interface Placement {

    /**
     * @param contents of a project
     * @param appRoot where they go
     * @return their placement
     * @throws io.github.imagepromotion.image.ImageException if a file of theirs is missing or malformed
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
     * @param workDirectory of this module, where archives are unpacked
     * @return the layers from the base up; some may be empty
     */
    List<LayerFiles> layers(Path workDirectory) throws IOException;

    /** {@return the class path in its order, as paths in the image; empty if {@code java} has nothing to start} */
    List<String> classPath();

    /**
     * @param configured by the user
     * @return the class to start
     * @throws io.github.imagepromotion.image.ImageException if it is not known
     */
    String mainClass(Optional<String> configured) throws IOException;

    /**
     * @param mainClass binary name of a class
     * @return whether a class file has it, of those that go into the image to be started by {@code java}
     */
    boolean holds(String mainClass) throws IOException;

    /** {@return the highest Java release that one of the project's own class files needs; 0 if there are none} */
    int javaRelease() throws IOException;

    /**
     * @param mainClass to start
     * @return the jar, as a path in the image, that starts it by itself ({@code java -jar}, by which alone its manifest opens
     *     packages and names agents); empty where the class path does
     */
    default Optional<String> jar(String mainClass) throws IOException {
        return Optional.empty();
    }

    /** Jib's {@code packaged} mode: the project's jar as it is, beside the libraries. */
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
