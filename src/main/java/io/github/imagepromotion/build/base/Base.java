package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.manifest.ImageConfig;
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

    /**
     * The base image that was taken.
     *
     * @param reference as it was configured
     * @param digest of the manifest or index that the reference named at the build
     * @param layers that were taken, over all platforms, each once
     */
    public record BaseImage(BaseImageReference reference, Digest digest, List<Descriptor> layers) {
        public BaseImage {
            layers = List.copyOf(layers);
        }

        /** {@return the name as it was configured} */
        public String name() {
            return reference.toString();
        }
    }

    /**
     * The base for one platform.
     *
     * @param platform as the base's index names it, else as its config does
     * @param layers as the base has them, by OCI media types that are true
     * @param config as it was stored
     * @param annotations of its manifest, in their order
     */
    public record PlatformBase(
            Platform platform, List<Descriptor> layers, ImageConfig config, Map<String, String> annotations) {
        public PlatformBase {
            layers = List.copyOf(layers);
        }
    }
}
