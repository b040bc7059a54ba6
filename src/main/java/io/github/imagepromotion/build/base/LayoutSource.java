package io.github.imagepromotion.build.base;

import io.github.imagepromotion.build.blobs.OciLayout;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A base image on disk. Blobs are served in place, and verified when they are read.
 *
 * @param layout the layout
 * @param ref selects one of its images
 */
record LayoutSource(OciLayout layout, Optional<String> ref) implements BaseSource {

    @Override
    public Descriptor top() throws IOException {
        return layout.top(ref);
    }

    @Override
    public void fetch(Descriptor top, List<Descriptor> blobs) throws IOException {
        for (Descriptor blob : blobs) {
            if (!layout.has(blob)) {
                throw new ImageException("It is not complete: " + blob.digest() + " is not in " + layout.place() + ".");
            }
        }
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        return layout.referrers(subject);
    }

    @Override
    public Optional<Descriptor> tagged(Tag tag) throws IOException {
        return layout.tagged(tag);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        return layout.open(blob, offset);
    }

    @Override
    public void close() throws IOException {
        layout.close();
    }
}
