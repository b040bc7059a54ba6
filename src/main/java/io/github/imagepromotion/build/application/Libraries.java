package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The dependencies, with their names in the image's {@code libs} directory. Like jib, appends the file size to a name
 * that several dependencies have, and then a number if it is still not unique.
 *
 * @param names names of the dependencies, in the order of the class path
 */
record Libraries(Map<Dependency, String> names) {
    private static final String DIRECTORY = "libs";

    /**
     * @param dependencies dependencies in the order of the class path
     * @return their names
     * @throws ImageException if one is not a file
     */
    static Libraries of(List<Dependency> dependencies) throws IOException {
        Set<Dependency> distinct = new LinkedHashSet<>(dependencies);
        List<String> fileNames = distinct.stream().map(Dependency::name).toList();
        Set<String> taken = new HashSet<>(fileNames);
        Map<Dependency, String> names = new LinkedHashMap<>();
        for (Dependency dependency : distinct) {
            checkExists(dependency.file());
            String name = dependency.name();
            boolean only = Collections.frequency(fileNames, name) == 1;
            names.put(dependency, only ? name : unique(name, dependency.file(), taken));
        }
        return new Libraries(names);
    }

    /**
     * @param appRoot directory of the application
     * @return jib's layers of libraries; those that change less often are lower
     */
    List<LayerFiles> layers(AbsoluteUnixPath appRoot) throws IOException {
        return List.of(
                layer("dependencies", Dependency.Kind.RELEASE, appRoot),
                layer("snapshot dependencies", Dependency.Kind.SNAPSHOT, appRoot),
                layer("project dependencies", Dependency.Kind.PROJECT, appRoot));
    }

    private LayerFiles layer(String layerName, Dependency.Kind kind, AbsoluteUnixPath appRoot) throws IOException {
        LayerFiles layer = new LayerFiles(layerName);
        for (Map.Entry<Dependency, String> each : names.entrySet()) {
            Path file = each.getKey().file();
            AbsoluteUnixPath path = appRoot.resolve(DIRECTORY).resolve(each.getValue());
            if (each.getKey().kind() == kind && Files.isDirectory(file)) {
                for (Path content : FileTree.of(file).files(any -> true)) {
                    layer.add(content, path.resolve(file.relativize(content)));
                }
            } else if (each.getKey().kind() == kind) {
                layer.add(file, path);
            }
        }
        return layer;
    }

    /** {@return paths of the libraries in the image, in the order of the class path} */
    List<String> classPath(AbsoluteUnixPath appRoot) {
        return names.values().stream()
                .map(name -> appRoot.resolve(DIRECTORY).resolve(name).toString())
                .toList();
    }

    /** {@return the files, in the order of the class path} */
    List<Path> files() {
        return names.keySet().stream().map(Dependency::file).toList();
    }

    private static String unique(String name, Path file, Set<String> taken) throws IOException {
        int dot = name.lastIndexOf('.');
        String stem =
                (dot < 0 ? name : name.substring(0, dot)) + (Files.isDirectory(file) ? "" : "-" + Files.size(file));
        String extension = dot < 0 ? "" : name.substring(dot);
        String candidate = stem + extension;
        for (int number = 2; !taken.add(candidate); number++) {
            candidate = stem + "-" + number + extension;
        }
        return candidate;
    }

    private static void checkExists(Path file) {
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new ImageException("The dependency " + Text.quote(file.toString())
                    + " does not exist: a module of the reactor has to be built first. Run mvn package.");
        }
    }
}
