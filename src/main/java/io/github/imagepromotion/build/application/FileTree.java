package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files below a directory.
 *
 * @param root the directory
 * @param paths all files and directories in it, sorted
 */
record FileTree(Path root, List<Path> paths) {

    /**
     * @param root a directory; if it does not exist, the tree is empty
     * @return its content, with links followed
     * @throws ImageException if links are circular
     */
    static FileTree of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return new FileTree(root, List.of());
        }
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return new FileTree(
                    root,
                    walk.filter(path -> !path.equals(root))
                            .map(FileTree::named)
                            .sorted()
                            .toList());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileSystemLoopException loop) {
                throw new ImageException(
                        "Links in " + Text.quote(root.toString()) + " go in a circle, at " + Text.quote(loop.getFile())
                                + ". Remove one of them.",
                        loop);
            }
            throw e.getCause();
        }
    }

    /** A file name that cannot be decoded would have another name in the image. */
    private static Path named(Path path) {
        if (path.getFileName().toString().contains("\uFFFD")) {
            throw new InvalidPathException(path.toString(), "its bytes are not valid characters");
        }
        return path;
    }

    static boolean isClass(Path file) {
        return file.getFileName().toString().endsWith(".class");
    }

    /**
     * @param wanted selects files
     * @return selected files, without directories
     */
    List<Path> files(Predicate<Path> wanted) {
        return paths.stream()
                .filter(path -> !Files.isDirectory(path) && wanted.test(path))
                .toList();
    }
}
