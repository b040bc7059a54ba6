package io.github.imagepromotion.importing;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.manifest.Image;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An imported and checked image with a fixed digest.
 *
 * @param image its top is an image manifest, or an index for several platforms
 * @param blobs serves every manifest, config and layer by digest
 * @param sourceDigest digest of the source's manifest or index; empty for a docker archive, which has none
 * @param documents signatures, attestations and SBOMs that the source has; those in an index of buildx are part of the
 *     image
 * @param places sources of the blobs, closed with this
 */
public record ImportedImage(
        Image image, BlobSource blobs, Optional<Digest> sourceDigest, List<Document> documents, Closeable places)
        implements Closeable {
    public ImportedImage {
        documents = List.copyOf(documents);
    }

    /** {@return whether the image has the digest that it had at its source} */
    public boolean isDigestPreserved() {
        return sourceDigest.equals(Optional.of(image.top().digest()));
    }

    @Override
    public void close() throws IOException {
        places.close();
    }
}
