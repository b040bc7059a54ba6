package io.github.imagepromotion.build.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files below a directory.
 *
 * @param root the directory
 * @param paths of what is in it, sorted, directories included
 */
record FileTree(Path root, List<Path> paths) {

    /**
     * @param root a directory; one that does not exist is empty
     * @return what is in it
     */
    static FileTree of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return new FileTree(root, List.of());
        }
        try (Stream<Path> walk = Files.walk(root)) {
            return new FileTree(
                    root, walk.filter(path -> !path.equals(root)).sorted().toList());
        }
    }

    static boolean isClass(Path file) {
        return file.getFileName().toString().endsWith(".class");
    }

    /**
     * @param wanted which files
     * @return the files, without the directories
     */
    List<Path> files(Predicate<Path> wanted) {
        return paths.stream()
                .filter(path -> !Files.isDirectory(path) && wanted.test(path))
                .toList();
    }
}
