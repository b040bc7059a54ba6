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
 * A base, ready to be read.
 *
 * @param image the base image; empty for scratch
 * @param platforms its platforms in the requested order, at least one
 * @param annotations annotations of the base's index, if it has one
 * @param blobs serves the layers
 * @param place closed when blobs are no longer needed
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
     * A base image.
     *
     * @param reference reference as configured
     * @param digest digest of its manifest or index
     * @param layers used layers of all platforms, without duplicates
     */
    public record BaseImage(BaseImageReference reference, Digest digest, List<Descriptor> layers) {
        public BaseImage {
            layers = List.copyOf(layers);
        }

        /** {@return the configured name} */
        public String name() {
            return reference.toString();
        }
    }

    /**
     * The base for one platform.
     *
     * @param platform platform in the base's index, otherwise in its config
     * @param layers layers of the base, with correct OCI media types
     * @param config stored config
     * @param annotations annotations of its manifest, in order
     */
    public record PlatformBase(
            Platform platform, List<Descriptor> layers, ImageConfig config, Map<String, String> annotations) {
        public PlatformBase {
            layers = List.copyOf(layers);
        }
    }
}
