package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import java.util.List;

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
