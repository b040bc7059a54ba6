package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Jib's default layout: separate directories for classes, resources and libraries. */
record ExplodedPlacement(Contents.Exploded contents, Libraries libraries, AbsoluteUnixPath appRoot)
        implements Placement {

    @Override
    public List<LayerFiles> layers(Path workDirectory) throws IOException {
        List<LayerFiles> layers = new ArrayList<>(libraries.layers(appRoot));
        layers.add(files("resources", contents.resources(), path -> !FileTree.isClass(path)));
        layers.add(files("classes", contents.classes(), FileTree::isClass));
        return layers;
    }

    private LayerFiles files(String name, Optional<Path> directory, Predicate<Path> wanted) throws IOException {
        LayerFiles layer = new LayerFiles(name);
        if (directory.isPresent()) {
            for (Path file : FileTree.of(directory.get()).files(wanted)) {
                layer.add(file, appRoot.resolve(name).resolve(directory.get().relativize(file)));
            }
        }
        return layer;
    }

    @Override
    public List<String> classPath() {
        List<String> classPath = new ArrayList<>();
        contents.resources()
                .ifPresent(
                        directory -> classPath.add(appRoot.resolve("resources").toString()));
        contents.classes()
                .ifPresent(directory -> classPath.add(appRoot.resolve("classes").toString()));
        classPath.addAll(libraries.classPath(appRoot));
        return classPath;
    }

    @Override
    public String mainClass(Optional<String> configured) throws IOException {
        return MainClass.resolve(configured, contents.classes());
    }

    @Override
    public boolean holds(String mainClass) throws IOException {
        return ClassFiles.hold(mainClass, contents.classes(), libraries.files());
    }

    @Override
    public int javaRelease() throws IOException {
        return contents.classes().isEmpty()
                ? 0
                : ClassFiles.release(contents.classes().get());
    }
}
