package io.github.imagepromotion.report.contents;

import io.github.imagepromotion.image.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers of an image.
 *
 * @param platforms one for each manifest
 */
public record ImageContents(List<PlatformLayers> platforms) {

    /** Copies the list. */
    public ImageContents {
        platforms = List.copyOf(platforms);
    }

    /**
     * The layers of one platform's image.
     *
     * @param name platform, such as {@code linux/amd64}
     * @param layers layers from the base up
     */
    public record PlatformLayers(String name, List<Layer> layers) {

        /** Copies the list. */
        public PlatformLayers {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A layer.
     *
     * @param digest digest of its stored bytes
     * @param size number of stored bytes
     * @param origin its entry in the image's history; may be empty
     */
    public record Layer(Digest digest, long size, String origin) {}

    /** {@return all layers, without duplicates} */
    public List<Layer> layers() {
        Map<Digest, Layer> layers = new LinkedHashMap<>();
        platforms.forEach(platform -> platform.layers().forEach(layer -> layers.putIfAbsent(layer.digest(), layer)));
        return List.copyOf(layers.values());
    }

    /** {@return total size of all layers, in bytes} */
    public long size() {
        return layers().stream().mapToLong(Layer::size).sum();
    }

    /**
     * @param before another image
     * @return the layers that the other image does not have
     */
    public List<Layer> newSince(ImageContents before) {
        Set<Digest> known = before.layers().stream().map(Layer::digest).collect(Collectors.toUnmodifiableSet());
        return layers().stream()
                .filter(layer -> !known.contains(layer.digest()))
                .toList();
    }
}
