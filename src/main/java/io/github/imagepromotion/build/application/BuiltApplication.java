package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import java.util.List;
import java.util.Map;
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

    /**
     * A layer of the application.
     *
     * @param name as jib names it, such as {@code dependencies}
     * @param blob the layer as it is stored
     * @param diffId digest of the uncompressed layer
     */
    public record ApplicationLayer(String name, Descriptor blob, Digest diffId) {}

    /**
     * What an application brings to its start, and what it needs of its base.
     *
     * @param files that its layers bring: the mode of each, by its path in the image
     * @param javaRelease the highest that one of its own class files needs; 0 if there are none
     * @param missingMainClass the class that is to be started, if no class file has it
     * @param mayHaveMainClass whether something that is not looked into, of the class path, may have it
     * @param webRoot of a WAR that the base's own command serves: where its content goes
     */
    public record RuntimeNeeds(
            Map<String, Integer> files,
            int javaRelease,
            Optional<String> missingMainClass,
            boolean mayHaveMainClass,
            Optional<String> webRoot) {
        public RuntimeNeeds {
            files = Map.copyOf(files);
        }
    }
}
