package io.github.imagepromotion.disk;

import io.github.imagepromotion.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that are read whole, such as keys and build records, and that are none if they are much larger than one. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * @param file that somebody named
     * @param largest size in bytes that one can have
     * @return why it is none, as a clause that does not name it; empty if it can be read
     * @throws IOException if its size is not to be had
     */
    public static Optional<String> refusal(Path file, long largest) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(Files.exists(file) ? "it is no plain file" : "there is no such file");
        }
        long size = Files.size(file);
        return size > largest
                ? Optional.of("it has " + Size.shown(size) + ", and one has at most " + Size.shown(largest))
                : Optional.empty();
    }
}
