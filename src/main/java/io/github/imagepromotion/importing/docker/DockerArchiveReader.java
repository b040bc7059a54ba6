package io.github.imagepromotion.importing.docker;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.blobs.TarFiles;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.KnownMembers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a docker archive: {@code manifest.json} names the config and the layers of each image; archives of docker
 * before 1.10 have {@code repositories} instead. Other files, such as an OCI layout, are ignored.
 */
final class DockerArchiveReader implements Closeable {
    /** Prefix that podman adds to names without a host. */
    private static final String PODMAN_HOST = "localhost/";

    private static final String MANIFEST = "manifest.json";
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int NAMES_IN_MESSAGE = 20;

    private final TarFiles files;

    /** @throws ImageException if the file does not exist, or is not a valid tar */
    DockerArchiveReader(Path archive) throws IOException {
        this.files = new TarFiles(archive);
    }

    /** {@return the files in the archive} */
    TarFiles files() {
        return files;
    }

    /**
     * @param ref a name, the digest of a config (an image ID), or {@code @N} for the Nth image, counted from 0; empty
     *     for the only one
     * @return the image
     * @throws ImageException if it is missing, or there are several and none is selected, or this is not a docker
     *     archive
     */
    DockerImage image(Optional<String> ref) throws IOException {
        Optional<byte[]> manifest = document(MANIFEST);
        if (manifest.isEmpty()) {
            byte[] repositories = document(LegacyArchive.REPOSITORIES)
                    .orElseThrow(() -> new ImageException(files.place()
                            + " is not a docker archive: it has neither manifest.json nor repositories."));
            return new LegacyArchive(this, repositories).image(ref);
        }
        List<JsonObject> images = Json.array(manifest.get(), KnownMembers.DOCKER_ARCHIVE, what(MANIFEST));
        JsonObject chosen = choose(images, ref);
        String config = Json.requiredString(chosen, "Config", what(MANIFEST));
        return DockerImage.of(required(config), Json.strings(chosen, "Layers", what(MANIFEST)));
    }

    private JsonObject choose(List<JsonObject> images, Optional<String> ref) {
        List<JsonObject> fitting = ref.map(name -> named(images, name)).orElse(images);
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String names = images.stream()
                .flatMap(image -> Json.strings(image, "RepoTags", what(MANIFEST)).stream())
                .limit(NAMES_IN_MESSAGE)
                .map(Text::quote)
                .collect(Collectors.joining(", "));
        throw new ImageException(files.place() + " holds " + fitting.size() + " images"
                + ref.map(name -> " named " + Text.quote(name)).orElse("")
                + ", so one must be selected (docker-archive:FILE:ref, or :@0 for the first); "
                + (names.isEmpty() ? "it names none." : "it names " + names + "."));
    }

    private List<JsonObject> named(List<JsonObject> images, String ref) {
        if (ref.matches("@[0-9]{1,4}")) {
            int index = Integer.parseInt(ref.substring(1));
            return index < images.size() ? List.of(images.get(index)) : List.of();
        }
        return images.stream()
                .filter(image ->
                        Json.strings(image, "RepoTags", what(MANIFEST)).stream().anyMatch(name -> isSameName(name, ref))
                                || isImageId(Json.requiredString(image, "Config", what(MANIFEST)), ref))
                .toList();
    }

    /** A config is named {@code <hex>.json} or {@code blobs/sha256/<hex>}. */
    private static boolean isImageId(String config, String ref) {
        String hex = ref.startsWith("sha256:") ? ref.substring("sha256:".length()) : ref;
        return hex.matches("[0-9a-f]{64}")
                && (config.equals(hex + ".json") || config.equals(hex) || config.equals("blobs/sha256/" + hex));
    }

    /** {@return a small file of the archive, if it exists} */
    Optional<byte[]> document(String name) throws IOException {
        if (!files.names().contains(name)) {
            return Optional.empty();
        }
        return Optional.of(required(name));
    }

    private byte[] required(String name) throws IOException {
        try (InputStream in = files.open(name, 0)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ImageException(
                        Text.quote(name) + " of " + files.place() + " is larger than " + LARGEST + " bytes.");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new ImageException(files.place() + " names " + Text.quote(name) + ", which it does not hold.", e);
        }
    }

    String what(String name) {
        return name + " of " + files.place();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** {@code shop}, {@code shop:latest} and {@code docker.io/library/shop} name the same image. */
    static boolean isSameName(String one, String other) {
        return one.equals(other) || full(one).isPresent() && full(one).equals(full(other));
    }

    private static Optional<String> full(String name) {
        try {
            String bare = name.startsWith(PODMAN_HOST) ? name.substring(PODMAN_HOST.length()) : name;
            return Optional.of(ImageReference.of(bare).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * An image of a docker archive.
     *
     * @param config the stored bytes of its config; empty for an archive of docker before 1.10, which has none
     * @param layers names of files in the archive, from the base up
     * @param history descriptions of the layers of an image without a config, from the base up
     */
    record DockerImage(Optional<byte[]> config, List<String> layers, List<byte[]> history) {
        DockerImage {
            layers = List.copyOf(layers);
            history = List.copyOf(history);
        }

        static DockerImage of(byte[] config, List<String> layers) {
            return new DockerImage(Optional.of(config), layers, List.of());
        }

        /** @throws ImageException if the config has another number of layers */
        static void checkNumber(ImageConfig config, int layers) {
            if (config.diffIds().size() != layers) {
                throw new ImageException("It has " + layers + " layers but its config has "
                        + config.diffIds().size() + ".");
            }
        }
    }
}
