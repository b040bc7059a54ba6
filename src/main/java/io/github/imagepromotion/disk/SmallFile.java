package io.github.imagepromotion.disk;

import io.github.imagepromotion.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks files that are read into memory, such as keys and build records. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * @param file a file
     * @param largest maximum size in bytes
     * @return why it cannot be such a file, as a clause that does not name it; empty if it can be read
     * @throws IOException if its size cannot be determined
     */
    public static Optional<String> refusal(Path file, long largest) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(Files.exists(file) ? "it is not a plain file" : "there is no such file");
        }
        long size = Files.size(file);
        return size > largest
                ? Optional.of("it has " + Size.shown(size) + ", and one has at most " + Size.shown(largest))
                : Optional.empty();
    }
}
