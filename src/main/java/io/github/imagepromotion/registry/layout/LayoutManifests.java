package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layout's manifests by digest. They are stored among its blobs, and the index need not list them: the content tells
 * which blobs are manifests.
 */
final class LayoutManifests {
    private final LayoutDirectory directory;
    private final LayoutBlobs blobs;

    LayoutManifests(LayoutDirectory directory, LayoutBlobs blobs) {
        this.directory = directory;
        this.blobs = blobs;
    }

    /** {@return the manifest of a descriptor, verified; empty if it does not exist} */
    Optional<Manifest> get(Descriptor descriptor) throws IOException {
        return blobs.has(descriptor)
                ? Optional.of(Manifest.parse(descriptor, source().read(descriptor, Manifest.LARGEST)))
                : Optional.empty();
    }

    /** {@return the manifest of that digest; empty if it does not exist, or is not a manifest} */
    Optional<Manifest> get(Digest digest) throws IOException {
        Path file = directory.checked(directory.blob(digest));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > Manifest.LARGEST) {
            return Optional.empty();
        }
        Descriptor untyped = Descriptor.of(MediaType.OCI_MANIFEST, digest, Files.size(file));
        byte[] bytes = source().read(untyped, Manifest.LARGEST);
        return Manifest.typeOf(bytes).map(type -> Manifest.parse(untyped.withMediaType(type), bytes));
    }

    /**
     * @param manifest manifest to write
     * @throws ImageException if something that it references is missing; a registry would refuse it, too
     */
    void put(Manifest manifest) throws IOException {
        for (Descriptor child : manifest.manifests()) {
            require(manifest, child);
        }
        for (Descriptor blob : manifest.blobs()) {
            if (!blob.mediaType().isNonDistributable()) {
                require(manifest, blob);
            }
        }
        if (!blobs.has(manifest.descriptor())) {
            blobs.write(manifest.descriptor(), (blob, offset) -> new ByteArrayInputStream(manifest.bytes()));
        }
    }

    private void require(Manifest manifest, Descriptor needed) throws IOException {
        if (!blobs.has(needed)) {
            throw new ImageException(
                    "Cannot put manifest '" + manifest.descriptor().digest() + "' into '"
                            + directory.displayName() + "': it needs '" + needed.digest()
                            + "', which is not there. Run the promotion again.");
        }
    }

    private BlobSource source() {
        return blobs::open;
    }
}
