package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.BlobSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image is built on, all of it at hand.
 *
 * @param image empty for scratch
 * @param platforms in the order they were asked for, at least one
 * @param annotations of the base's index, empty if it has none
 * @param blobs serves the layers
 * @param place to be closed when no blob is needed any more
 */
public record Base(
        Optional<BaseImage> image,
        List<PlatformBase> platforms,
        Map<String, String> annotations,
        BlobSource blobs,
        Closeable place)
        implements Closeable {
    public Base {
        platforms = List.copyOf(platforms);
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
