package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;

/** A source that looks up for each blob which of several sources has it. */
public final class KnownBlobs implements BlobSource {
    private final Map<Digest, BlobSource> places = new HashMap<>();

    /**
     * @param blob descriptor of a manifest, config or layer
     * @param place source of the blob; the first one added is used
     */
    public void add(Descriptor blob, BlobSource place) {
        places.putIfAbsent(blob.digest(), place);
    }

    /**
     * @param blob descriptor of a manifest or config
     * @param bytes its content, which must not change
     */
    public void add(Descriptor blob, byte[] bytes) {
        add(blob, (descriptor, offset) -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset));
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        BlobSource place = places.get(blob.digest());
        if (place == null) {
            throw new NoSuchFileException(blob.digest().toString(), null, "not part of this image");
        }
        return place.open(blob, offset);
    }
}
