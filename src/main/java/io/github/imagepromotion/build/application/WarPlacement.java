package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A web application, unpacked into the directory from which the base's servlet container serves it. */
record WarPlacement(Contents.War contents, AbsoluteUnixPath appRoot) implements Placement {
    private static final String LIBRARIES = "WEB-INF/lib/";
    private static final String CLASSES = "WEB-INF/classes/";

    @Override
    public List<LayerFiles> layers(Path workDirectory) throws IOException {
        List<LayerFiles> layers = List.of(
                new LayerFiles("dependencies"),
                new LayerFiles("snapshot dependencies"),
                new LayerFiles("project dependencies"),
                new LayerFiles("resources"),
                new LayerFiles("classes"));
        for (Unpacked.Entry entry : Unpacked.of(contents.war(), workDirectory.resolve("war"))) {
            layers.get(layerOf(entry.name())).add(entry.file(), appRoot.resolve(entry.name()));
        }
        return layers;
    }

    /** As in jib, by file name: nothing else is known about libraries in a WAR. */
    private int layerOf(String name) {
        if (name.startsWith(LIBRARIES)) {
            String library = name.substring(LIBRARIES.length());
            if (contents.projectLibraries().contains(library)) {
                return 2;
            }
            return library.contains("SNAPSHOT") ? 1 : 0;
        }
        return name.startsWith(CLASSES) && name.endsWith(".class") ? 4 : 3;
    }

    @Override
    public List<String> classPath() {
        return List.of();
    }

    @Override
    public String mainClass(Optional<String> configured) throws IOException {
        return MainClass.resolve(configured, Optional.empty());
    }

    @Override
    public boolean holds(String mainClass) throws IOException {
        return ClassFiles.hold(mainClass, Optional.empty(), List.of(contents.war()));
    }

    @Override
    public int javaRelease() throws IOException {
        return ClassFiles.release(contents.war(), CLASSES);
    }
}
