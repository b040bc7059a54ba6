package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Content in memory. */
public final class MemoryBlobs implements BlobSource {
    private final Map<Digest, byte[]> contents = new ConcurrentHashMap<>();

    /**
     * @param mediaType of the content
     * @param content its bytes
     * @return what was added
     */
    public Descriptor add(MediaType mediaType, byte[] content) {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        contents.put(descriptor.digest(), content);
        return descriptor;
    }

    /** Lies from now on: the descriptor stays, the content is another. */
    public void replace(Descriptor descriptor, byte[] content) {
        contents.put(descriptor.digest(), content);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws NoSuchFileException {
        byte[] content = contents.get(blob.digest());
        if (content == null) {
            throw new NoSuchFileException(blob.digest().toString());
        }
        return new ByteArrayInputStream(content, (int) offset, content.length);
    }
}
