package io.github.imagepromotion.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** A source of content by digest: an archive, an OCI layout, a cache, a repository of a registry. */
public interface BlobSource {

    /**
     * Opens content at an offset. The bytes are not verified; readers that need to must compare the digest.
     *
     * @param blob descriptor of the content
     * @param offset offset of the first byte, at most the size of the blob
     * @return the bytes from there to the end; the caller closes it
     * @throws NoSuchFileException if the content does not exist
     * @throws IOException if it cannot be read
     */
    InputStream open(Descriptor blob, long offset) throws IOException;

    /**
     * @param contents contents, which must not change
     * @return a source of these by their SHA-256
     */
    static BlobSource inMemory(Collection<byte[]> contents) {
        Map<Digest, byte[]> byDigest =
                contents.stream().collect(Collectors.toMap(Digest::sha256, content -> content, (one, same) -> one));
        return (blob, offset) -> {
            byte[] content = byDigest.get(blob.digest());
            if (content == null) {
                throw new NoSuchFileException(blob.digest().toString());
            }
            return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
        };
    }

    /**
     * Reads small content completely, and verifies it.
     *
     * @param blob descriptor of the content
     * @param limit maximum size, in bytes
     * @return exactly the bytes that the descriptor describes
     * @throws DamagedContentException if the descriptor's size exceeds the limit, or the content does not match size or
     *     digest
     * @throws IOException if it cannot be read
     */
    default byte[] read(Descriptor blob, int limit) throws IOException {
        if (blob.size() > limit) {
            throw new DamagedContentException("Refused " + blob.digest() + ": " + blob.size()
                    + " bytes is more than the " + limit + " that such a document may have.");
        }
        byte[] content;
        try (InputStream in = open(blob, 0)) {
            content = in.readNBytes((int) blob.size() + 1);
        } catch (EOFException e) {
            throw new DamagedContentException("Content of " + blob.digest() + " ends early.", e);
        }
        if (content.length != blob.size()) {
            throw new DamagedContentException(
                    "Content of " + blob.digest() + " has " + (content.length > blob.size() ? "more" : "fewer")
                            + " than the " + blob.size() + " bytes its descriptor says.");
        }
        if (!blob.digest().matches(blob.digest().newHash().digest(content))) {
            throw new DamagedContentException("Content of " + blob.digest() + " does not have that digest.");
        }
        return content;
    }
}
