package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
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
 * The dependencies under the names they have in the image's {@code libs} directory. A file name that several have gets
 * the size of the file added, as jib does it, and a number where that is the same, too.
 *
 * @param names of the dependencies, in the order of the class path
 */
record Libraries(Map<Dependency, String> names) {
    private static final String DIRECTORY = "libs";

    /**
     * @param dependencies in the order of the class path
     * @return their names
     * @throws ImageException if one is no file
     */
    static Libraries of(List<Dependency> dependencies) throws IOException {
        Set<Dependency> distinct = new LinkedHashSet<>(dependencies);
        List<String> fileNames =
                distinct.stream().map(dependency -> fileName(dependency.file())).toList();
        Set<String> taken = new HashSet<>(fileNames);
        Map<Dependency, String> names = new LinkedHashMap<>();
        for (Dependency dependency : distinct) {
            checkFile(dependency.file());
            String name = fileName(dependency.file());
            boolean only = Collections.frequency(fileNames, name) == 1;
            names.put(dependency, only ? name : unique(name, dependency.file(), taken));
        }
        return new Libraries(names);
    }

    /**
     * @param appRoot of the application
     * @return jib's layers of libraries: what never changes is below what changes often
     */
    List<LayerFiles> layers(AbsoluteUnixPath appRoot) {
        return List.of(
                layer("dependencies", Dependency.Kind.RELEASE, appRoot),
                layer("snapshot dependencies", Dependency.Kind.SNAPSHOT, appRoot),
                layer("project dependencies", Dependency.Kind.PROJECT, appRoot));
    }

    private LayerFiles layer(String layerName, Dependency.Kind kind, AbsoluteUnixPath appRoot) {
        LayerFiles layer = new LayerFiles(layerName);
        names.forEach((dependency, name) -> {
            if (dependency.kind() == kind) {
                layer.add(dependency.file(), appRoot.resolve(DIRECTORY).resolve(name));
            }
        });
        return layer;
    }

    /** @return the libraries as paths in the image, in the order of the class path */
    List<String> classPath(AbsoluteUnixPath appRoot) {
        return names.values().stream()
                .map(name -> appRoot.resolve(DIRECTORY).resolve(name).toString())
                .toList();
    }

    /** @return the files, in the order of the class path */
    List<Path> files() {
        return names.keySet().stream().map(Dependency::file).toList();
    }

    private static String unique(String name, Path file, Set<String> taken) throws IOException {
        int dot = name.lastIndexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)) + "-" + Files.size(file);
        String extension = dot < 0 ? "" : name.substring(dot);
        String candidate = stem + extension;
        for (int number = 2; !taken.add(candidate); number++) {
            candidate = stem + "-" + number + extension;
        }
        return candidate;
    }

    private static void checkFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ImageException("The dependency " + Text.quote(file.toString())
                    + " is no file: a module of the reactor has to be packaged first. Run mvn package.");
        }
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }
}
