package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A source of a base image: its manifests and blobs by digest. */
public interface BaseSource extends BlobSource, Closeable {

    /** {@return the current descriptor of the reference's manifest or index} */
    Descriptor top() throws IOException;

    /**
     * Makes blobs available on this disk, also offline.
     *
     * @param top descriptor returned by {@link #top()}
     * @param blobs configs and layers
     * @throws io.github.imagepromotion.image.ImageException if one cannot be pulled
     */
    void fetch(Descriptor top, List<Descriptor> blobs) throws IOException;

    /**
     * @param subject digest of a manifest
     * @return descriptors listed as its referrers, unverified
     */
    List<Descriptor> referrers(Digest subject) throws IOException;

    /**
     * @param tag any tag in the image's repository
     * @return descriptor with type, digest and size of its manifest, if it exists
     */
    Optional<Descriptor> tagged(Tag tag) throws IOException;
}
