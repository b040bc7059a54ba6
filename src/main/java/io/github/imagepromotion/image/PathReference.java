package io.github.imagepromotion.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or directory with images, and the selected one: {@code path[:ref]}.
 *
 * @param path resolved path
 * @param ref name or digest, if there are several images
 */
public record PathReference(Path path, Optional<String> ref) {

    /**
     * The path ends at the first colon, except for a Windows drive (as in skopeo): a ref may contain colons.
     *
     * @param text {@code path[:ref]}
     * @param directory directory that a relative path is resolved against
     * @return the reference
     * @throws IllegalArgumentException if there is no path
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
