package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.RegistryReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * The paths of a repository's files. Whoever can write into the directory could create symbolic links: none is followed
 * below the registry's directory.
 *
 * @param registry registry with the repository
 * @param name name of the repository
 */
record LayoutDirectory(RegistryAddress.Directory registry, RepositoryName name) {
    private static final Set<String> OWN_NAMES = Set.of("blobs", "index.json", "oci-layout");

    /** @throws ImageException if a component of the name is reserved by the layout */
    LayoutDirectory {
        for (String component : name.value().split("/")) {
            if (OWN_NAMES.contains(component)) {
                throw new ImageException(Message.of("Cannot keep repository '" + name + "' in '" + registry + "': '"
                                + component + "' is a name that an OCI image layout needs for itself.")
                        .because(RegistryReason.RESERVED_NAME));
            }
        }
    }

    LayoutDirectory sibling(RepositoryName other) {
        return new LayoutDirectory(registry, other);
    }

    /** {@return registry and repository, for display} */
    String displayName() {
        return registry + "/" + name;
    }

    Path path() {
        return registry.path().resolve(name.value());
    }

    Path index() {
        return path().resolve("index.json");
    }

    Path layout() {
        return path().resolve("oci-layout");
    }

    Path subjects() {
        return path().resolve(".subjects");
    }

    Path lock() {
        return path().resolve(".lock");
    }

    Path blobs(Digest digest) {
        return path().resolve("blobs").resolve(digest.algorithm());
    }

    Path blob(Digest digest) {
        return blobs(digest).resolve(digest.hex());
    }

    /**
     * @param file a file of this repository
     * @return the file, which is a regular file or does not exist
     * @throws ImageException if it is a symbolic link, below one, or not a regular file
     */
    Path checked(Path file) {
        Path step = registry.path();
        for (Path component : registry.path().relativize(file)) {
            step = step.resolve(component);
            if (Files.isSymbolicLink(step)) {
                throw new ImageException("Refused '" + file + "': '" + step
                        + "' is a symbolic link, and a registry directory must not lead elsewhere. Put a real file or"
                        + " directory in its place.");
            }
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageException("Refused '" + file + "': it is not a file. Remove it.");
        }
        return file;
    }

    /** Creates the directories of the layout and the registry. */
    void create(Digest digest) throws IOException {
        checked(blob(digest));
        Files.createDirectories(blobs(digest));
    }
}
