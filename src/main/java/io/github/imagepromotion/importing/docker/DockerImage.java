package io.github.imagepromotion.importing.docker;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.manifest.ImageConfig;
import java.util.List;
import java.util.Optional;

/**
 * An image of a docker archive.
 *
 * @param config its bytes as the archive has them; empty where the archive is of a docker before 1.10 and has none
 * @param layers names of files in the archive, from the base up
 * @param history of an image without a config, from the base up
 */
record DockerImage(Optional<byte[]> config, List<String> layers, List<byte[]> history) {
    DockerImage {
        layers = List.copyOf(layers);
        history = List.copyOf(history);
    }

    static DockerImage of(byte[] config, List<String> layers) {
        return new DockerImage(Optional.of(config), layers, List.of());
    }

    /** @throws ImageException if the config speaks of another number of layers */
    static void checkNumber(ImageConfig config, int layers) {
        if (config.diffIds().size() != layers) {
            throw new ImageException("It has " + layers + " layers but its config speaks of "
                    + config.diffIds().size() + ".");
        }
    }
}
