package io.github.imagepromotion.status;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cache of small content by digest, on disk. The directory is not trusted: content that does not match the digest in
 * its name is ignored.
 */
final class RememberedContent {
    /** Larger content is not cached. */
    static final int LARGEST = 8 * 1024 * 1024;

    private final Path directory;

    RememberedContent(Path directory) {
        this.directory = directory;
    }

    Optional<byte[]> find(Digest digest) {
        Path file = file(digest);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(file);
            return digest.matches(digest.newHash().digest(content)) ? Optional.of(content) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@return the cached manifest} */
    Optional<Manifest> manifest(Digest digest) {
        return find(digest).flatMap(content -> Manifest.typeOf(content).flatMap(type -> parsed(type, digest, content)));
    }

    private static Optional<Manifest> parsed(MediaType type, Digest digest, byte[] content) {
        try {
            return Optional.of(Manifest.parse(Descriptor.of(type, digest, content.length), content));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** A failure to write, such as a full disk, is ignored: the content is fetched again next time. */
    void keep(Digest digest, byte[] content) {
        if (content.length <= LARGEST) {
            try {
                AtomicFile.write(file(digest), out -> out.write(content));
            } catch (IOException e) {
                // Not cached.
            }
        }
    }

    private Path file(Digest digest) {
        return directory.resolve(digest.algorithm()).resolve(digest.hex());
    }
}
