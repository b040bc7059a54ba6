package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.BlobSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The application, built once for all platforms.
 *
 * @param layers from the base up, none of them empty
 * @param entrypoint of the image; empty: the base's
 * @param blobs serves the layers
 * @param place to be closed when no blob is needed any more
 */
public record BuiltApplication(
        List<ApplicationLayer> layers, Optional<List<String>> entrypoint, BlobSource blobs, Closeable place)
        implements Closeable {
    public BuiltApplication {
        layers = List.copyOf(layers);
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
