package io.github.imagepromotion.build;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageReference;
import java.util.Optional;

/**
 * The build artifact as it lies on the disk: archive and build record.
 *
 * @param name of the image, as docker would load it
 * @param digest of the image, which is the same in every environment
 * @param contents of the archive that was written; empty where the last build's was left as it is
 */
public record ImageArtifact(String name, Digest digest, Optional<Counts> contents) {
    /**
     * @param blobs of the image
     * @param bytes of them
     * @param documents about it
     * @param externalBase the image whose layers the archive leaves out, where it is thin
     */
    public record Counts(int blobs, long bytes, int documents, Optional<ImageReference> externalBase) {}
}
