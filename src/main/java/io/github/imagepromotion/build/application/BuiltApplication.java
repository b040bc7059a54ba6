package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.BlobSource;
import java.util.List;
import java.util.Optional;

/**
 * The application, built once for all platforms.
 *
 * @param layers from the base up, none of them empty
 * @param entrypoint of the image; empty: the base's
 * @param blobs serves the layers
 * @param needs what it brings to its start, and what it needs
 */
public record BuiltApplication(
        List<ApplicationLayer> layers, Optional<List<String>> entrypoint, BlobSource blobs, RuntimeNeeds needs) {
    public BuiltApplication {
        layers = List.copyOf(layers);
    }
}
