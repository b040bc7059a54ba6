package io.github.imagepromotion.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory with temporary files. */
public final class TemporaryDirectory {
    private TemporaryDirectory() {}

    /**
     * Deletes a directory with all that is in it; a link is deleted, and not what it leads to.
     *
     * @param directory an existing directory
     */
    public static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
