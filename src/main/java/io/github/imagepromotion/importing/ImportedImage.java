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
 * An image from elsewhere, checked; its digest is fixed.
 *
 * @param image its top is an image manifest, or an index when there are several platforms
 * @param blobs serves every manifest, config and layer by digest
 * @param sourceDigest of the manifest or index that the source named; empty where the source has none, as a docker
 *     archive
 * @param documents about it that the source has: signatures, attestations, SBOMs; those of an index of buildx are in the
 *     image
 * @param places of the blobs, closed with this
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
