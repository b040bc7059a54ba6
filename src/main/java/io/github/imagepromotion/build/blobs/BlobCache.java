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
 * Blobs by digest at {@code blobs/<algorithm>/<hex>}, shared by all builds of a user. A blob is checked when it is put
 * here and again when it is read; one that was damaged meanwhile is removed, so that the next build takes it anew.
 */
public final class BlobCache implements BlobSource {
    private final Path directory;

    /** @param directory of the cache; made when something is put there */
    public BlobCache(Path directory) {
        this.directory = directory;
    }

    /**
     * @param blob a manifest, config or layer
     * @return whether it is here, going by its size
     */
    public boolean has(Descriptor blob) throws IOException {
        Path file = fileOf(blob);
        return Files.isRegularFile(file) && Files.size(file) == blob.size();
    }

    /**
     * Keeps a blob.
     *
     * @param blob what the content must be
     * @param content from its first byte; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if the content is something else; nothing was kept
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
            // That the blob is damaged is what has to be reported; the next build will find it again.
        }
    }
}
