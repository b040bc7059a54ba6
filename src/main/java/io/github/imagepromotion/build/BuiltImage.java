package io.github.imagepromotion.build;

import io.github.imagepromotion.build.base.BaseImage;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.manifest.Image;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * An image that was built; its digest is fixed.
 *
 * @param image its top is the image manifest, or the OCI index when there are several platforms
 * @param blobs serves every manifest, config and layer by digest, from where it is; content that is read from its first
 *     byte to its last is checked
 * @param base it was built on, empty for scratch
 * @param places of the blobs, closed with this
 */
public record BuiltImage(Image image, BlobSource blobs, Optional<BaseImage> base, Closeable places)
        implements Closeable {

    /** Closes archives and removes temporary files; the blobs are gone then. */
    @Override
    public void close() throws IOException {
        places.close();
    }
}
