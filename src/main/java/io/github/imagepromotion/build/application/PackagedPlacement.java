package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
