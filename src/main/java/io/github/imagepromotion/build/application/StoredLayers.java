package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.BlobSource;
import java.util.List;

/**
 * Layers of the application, served from where they are kept.
 *
 * @param layers from the base up
 * @param blobs serves them
 */
record StoredLayers(List<ApplicationLayer> layers, BlobSource blobs) {
    StoredLayers {
        layers = List.copyOf(layers);
    }
}
