package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The application's layers, built once for all platforms.
 *
 * @param layers layers from the base up, none of them empty
 * @param entrypoint entrypoint of the image; empty for that of the base
 * @param blobs serves the layers
 * @param needs what it needs to start
 */
public record BuiltApplication(
        List<ApplicationLayer> layers, Optional<List<String>> entrypoint, BlobSource blobs, RuntimeNeeds needs) {
    public BuiltApplication {
        layers = List.copyOf(layers);
    }

    /**
     * A layer of the application.
     *
     * @param name jib's name of the layer, such as {@code dependencies}
     * @param blob descriptor of the stored layer
     * @param diffId digest of the uncompressed layer
     */
    public record ApplicationLayer(String name, Descriptor blob, Digest diffId) {}

    /**
     * What an application provides and needs to start.
     *
     * @param files modes of the files in its layers, by path in the image
     * @param javaRelease highest Java release that its own class files need; 0 if it has none
     * @param missingMainClass the main class, if no class file has it
     * @param mayHaveMainClass whether parts of the class path that are not examined may have it
     * @param webRoot directory of a WAR that the base's own command serves
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
