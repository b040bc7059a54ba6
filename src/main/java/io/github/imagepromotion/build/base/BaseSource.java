package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A place that holds a base image: its manifests and blobs by digest. */
public interface BaseSource extends BlobSource, Closeable {

    /** {@return the descriptor of the manifest or index that the reference names now} */
    Descriptor top() throws IOException;

    /**
     * Makes sure that blobs can be read from this disk, offline too.
     *
     * @param top as {@link #top()} said
     * @param blobs configs and layers
     * @throws io.github.imagepromotion.image.ImageException if one is not to be had
     */
    void fetch(Descriptor top, List<Descriptor> blobs) throws IOException;

    /**
     * @param subject digest of a manifest
     * @return descriptors of what is listed as being about it; nothing of it was looked at
     */
    List<Descriptor> referrers(Digest subject) throws IOException;

    /**
     * @param tag any tag
     * @return type, digest and size of the manifest that it names beside the image, empty if there is none
     */
    Optional<Descriptor> tagged(Tag tag) throws IOException;
}
