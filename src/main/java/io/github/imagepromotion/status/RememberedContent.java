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
 * Small content by digest, kept on disk for the next call. Nobody vouches for the directory: what has not the digest of
 * its name is not there.
 */
final class RememberedContent {
    /** What is larger is asked for again. */
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

    /** {@return a manifest that was kept} */
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

    /** Reading must not fail because the disk is full: then it takes longer the next time. */
    void keep(Digest digest, byte[] content) {
        if (content.length <= LARGEST) {
            try {
                AtomicFile.write(file(digest), out -> out.write(content));
            } catch (IOException e) {
                // Not kept.
            }
        }
    }

    private Path file(Digest digest) {
        return directory.resolve(digest.algorithm()).resolve(digest.hex());
    }
}
