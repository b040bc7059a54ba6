package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.manifest.ImageConfig;
import java.util.List;
import java.util.Map;

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
