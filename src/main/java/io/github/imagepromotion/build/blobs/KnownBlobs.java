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

/** Content by digest, each from the place that is known to hold it. */
public final class KnownBlobs implements BlobSource {
    private final Map<Digest, BlobSource> places = new HashMap<>();

    /**
     * @param blob a manifest, config or layer
     * @param place holds it; the first place that is named for a blob is asked
     */
    public void add(Descriptor blob, BlobSource place) {
        places.putIfAbsent(blob.digest(), place);
    }

    /**
     * @param blob a manifest or config
     * @param bytes all its bytes, not to be changed
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
