package io.github.imagepromotion.report.contents;

import io.github.imagepromotion.image.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an image consists of.
 *
 * @param platforms one for each manifest
 */
public record ImageContents(List<PlatformLayers> platforms) {

    /** Copies the list. */
    public ImageContents {
        platforms = List.copyOf(platforms);
    }

    /**
     * The image for one platform.
     *
     * @param name such as {@code linux/amd64}
     * @param layers from the base up
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
     * @param digest of its compressed bytes
     * @param size of these, in bytes
     * @param origin what the image's history says of it; may be empty
     */
    public record Layer(Digest digest, long size, String origin) {}

    /** {@return every layer once} */
    public List<Layer> layers() {
        Map<Digest, Layer> layers = new LinkedHashMap<>();
        platforms.forEach(platform -> platform.layers().forEach(layer -> layers.putIfAbsent(layer.digest(), layer)));
        return List.copyOf(layers.values());
    }

    /** {@return bytes of all layers together} */
    public long size() {
        return layers().stream().mapToLong(Layer::size).sum();
    }

    /**
     * @param before another image
     * @return the layers that it has not
     */
    public List<Layer> newSince(ImageContents before) {
        Set<Digest> known = before.layers().stream().map(Layer::digest).collect(Collectors.toUnmodifiableSet());
        return layers().stream()
                .filter(layer -> !known.contains(layer.digest()))
                .toList();
    }
}
