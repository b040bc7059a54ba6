package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cache of blobs by digest at {@code blobs/<algorithm>/<hex>}, shared by all builds of a user. Blobs are verified
 * when written and when read; a damaged one is deleted, so that the next build fetches it again.
 */
public final class BlobCache implements BlobSource {
    private final Path directory;

    /** @param directory directory of the cache, created when needed */
    public BlobCache(Path directory) {
        this.directory = directory;
    }

    /**
     * @param blob descriptor of a manifest, config or layer
     * @return whether the cache has a blob of this digest and size
     */
    public boolean has(Descriptor blob) throws IOException {
        Path file = fileOf(blob);
        return Files.isRegularFile(file) && Files.size(file) == blob.size();
    }

    /**
     * Adds a blob.
     *
     * @param blob descriptor of the content
     * @param content the content from its first byte; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if the content does not match the descriptor; nothing is
     *     added then
     */
    public void put(Descriptor blob, InputStream content) throws IOException {
        AtomicFile.write(fileOf(blob), out -> new VerifyingStream(content, blob, "the content that was sent", () -> {})
                .transferTo(out));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The stream closes the channel.
    public InputStream open(Descriptor blob, long offset) throws IOException {
        Path file = fileOf(blob);
        InputStream content = Channels.newInputStream(FileChannel.open(file).position(offset));
        return offset == 0
                ? new VerifyingStream(content, blob, "cache " + Text.quote(directory.toString()), () -> delete(file))
                : content;
    }

    private Path fileOf(Descriptor blob) {
        return directory
                .resolve("blobs")
                .resolve(blob.digest().algorithm())
                .resolve(blob.digest().hex());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Report the damaged blob; if deleting failed, the next build finds it again.
        }
    }
}
