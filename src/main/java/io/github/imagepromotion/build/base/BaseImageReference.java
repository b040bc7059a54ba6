package io.github.imagepromotion.build.base;

import io.github.imagepromotion.build.base.OpenBase.BaseReason;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.PathReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** A reference of a base image. {@code toString} returns its name for messages and the build record. */
public sealed interface BaseImageReference {
    String LAYOUT_PREFIX = "oci:";
    String ARCHIVE_PREFIX = "oci-archive:";
    String REGISTRY_PREFIX = "registry://";

    /**
     * @param text {@code scratch}, {@code oci:dir[:ref]}, {@code oci-archive:file[:ref]}, or an image in a registry
     * @param directory that relative paths are resolved against
     * @return the reference
     * @throws ImageException if the text is none of these
     */
    static BaseImageReference of(String text, Path directory) {
        String reference = text.trim();
        if (reference.equals("scratch")) {
            return new Scratch();
        }
        try {
            if (reference.startsWith(LAYOUT_PREFIX)) {
                return local(reference.substring(LAYOUT_PREFIX.length()), directory, Layout::new);
            }
            if (reference.startsWith(ARCHIVE_PREFIX)) {
                return local(reference.substring(ARCHIVE_PREFIX.length()), directory, OciArchive::new);
            }
            String image =
                    reference.startsWith(REGISTRY_PREFIX) ? reference.substring(REGISTRY_PREFIX.length()) : reference;
            return new Remote(ImageReference.of(image));
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Cannot read the base image " + Text.quote(text) + ": " + e.getMessage()
                                    + ". It is scratch, [host/]repository[:tag][@digest], oci:dir[:ref] or"
                                    + " oci-archive:file[:ref]")
                            .because(BaseReason.REFERENCE),
                    e);
        }
    }

    /** No base: the image contains only the application. */
    record Scratch() implements BaseImageReference {
        @Override
        public String toString() {
            return "scratch";
        }
    }

    /**
     * An image in a registry.
     *
     * @param image its reference
     */
    record Remote(ImageReference image) implements BaseImageReference {

        /** {@return the full reference: host, repository, tag, digest} */
        @Override
        public String toString() {
            RegistryAddress.Host registry = image.registry();
            String host = registry.authority().equals("registry-1.docker.io") ? "docker.io" : registry.authority();
            return host + "/" + registry.locate(image.repository())
                    + image.tag().map(tag -> ":" + tag).orElse("")
                    + image.digest().map(digest -> "@" + digest).orElse("");
        }
    }

    /**
     * An image in an OCI layout directory.
     *
     * @param directory directory of the layout
     * @param ref selects one of several images
     */
    record Layout(Path directory, Optional<String> ref) implements BaseImageReference {
        @Override
        public String toString() {
            return LAYOUT_PREFIX + directory + ref.map(name -> ":" + name).orElse("");
        }
    }

    /**
     * An image in a tar with an OCI layout.
     *
     * @param file the tar
     * @param ref selects one of several images
     */
    record OciArchive(Path file, Optional<String> ref) implements BaseImageReference {
        @Override
        public String toString() {
            return ARCHIVE_PREFIX + file + ref.map(name -> ":" + name).orElse("");
        }
    }

    private static BaseImageReference local(
            String text, Path directory, BiFunction<Path, Optional<String>, BaseImageReference> kind) {
        PathReference reference = PathReference.of(text, directory);
        return kind.apply(reference.path(), reference.ref());
    }
}
