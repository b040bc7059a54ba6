package io.github.imagepromotion.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or directory that holds images, and which of them is meant: {@code path[:ref]}.
 *
 * @param path resolved
 * @param ref a name or digest, where several images are there
 */
public record PathReference(Path path, Optional<String> ref) {

    /**
     * The path ends at the first colon that is not a Windows drive's, as skopeo has it: a ref may hold colons.
     *
     * @param text {@code path[:ref]}
     * @param directory against which a relative path is resolved
     * @return the reference
     * @throws IllegalArgumentException if it names no path
     */
    public static PathReference of(String text, Path directory) {
        int colon = text.indexOf(':', text.matches("[A-Za-z]:[\\\\/].*") ? 2 : 0);
        String path = colon < 0 ? text : text.substring(0, colon);
        String ref = colon < 0 ? "" : text.substring(colon + 1);
        if (path.isBlank()) {
            throw new IllegalArgumentException("it names no path");
        }
        return new PathReference(
                directory.resolve(path).normalize(), Optional.of(ref).filter(name -> !name.isEmpty()));
    }

    @Override
    public String toString() {
        return path + ref.map(name -> ":" + name).orElse("");
    }
}
