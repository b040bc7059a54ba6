package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.WrongContentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** The {@code blobs} directory of a layout (image-spec 1.1, image-layout.md, "Blobs"). */
final class LayoutBlobs {
    private static final int SLICE = 128 * 1024;

    private final LayoutDirectory directory;

    LayoutBlobs(LayoutDirectory directory) {
        this.directory = directory;
    }

    /** {@return whether there is a file of this digest and size; a file of another size counts as missing} */
    boolean has(Descriptor blob) throws IOException {
        Path file = directory.checked(directory.blob(blob.digest()));
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == blob.size();
    }

    /** @see BlobSource#open */
    InputStream open(Descriptor blob, long offset) throws IOException {
        FileChannel channel = Disk.open(directory.checked(directory.blob(blob.digest())));
        try {
            return Channels.newInputStream(channel.position(offset));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes a blob; content that does not match the descriptor never gets its name.
     *
     * @throws ImageException if the content does not match the descriptor, or the disk is full
     */
    void write(Descriptor blob, BlobSource source) throws IOException {
        directory.create(blob.digest());
        try (InputStream in = source.open(blob, 0)) {
            Disk.write(directory.path(), directory.blob(blob.digest()), channel -> copy(blob, in, channel));
        }
    }

    private static void copy(Descriptor blob, InputStream in, WritableByteChannel channel) throws IOException {
        MessageDigest hash = blob.digest().newHash();
        byte[] slice = new byte[SLICE];
        long size = 0;
        for (int count = in.read(slice); count >= 0; count = in.read(slice)) {
            size += count;
            if (size > blob.size()) {
                throw wrong(blob, "it goes on after " + blob.size() + " bytes");
            }
            hash.update(slice, 0, count);
            Disk.writeFully(channel, ByteBuffer.wrap(slice, 0, count));
        }
        if (size < blob.size()) {
            throw wrong(blob, "it ends after fewer than " + blob.size() + " bytes");
        }
        if (!blob.digest().matches(hash.digest())) {
            throw wrong(blob, "its content has another digest");
        }
    }

    private static ImageException wrong(Descriptor blob, String how) {
        return new WrongContentException(blob, "write", how);
    }

    /**
     * Takes a blob from another repository of the same registry, as a hard link if the file system supports it.
     *
     * @return whether that repository had an intact blob
     */
    boolean link(Descriptor blob, RepositoryName from) throws IOException {
        LayoutBlobs sibling = new LayoutBlobs(directory.sibling(from));
        if (from.equals(directory.name()) || !sibling.isWhole(blob)) {
            return false;
        }
        directory.create(blob.digest());
        Path target = directory.blob(blob.digest());
        try {
            Files.deleteIfExists(target);
            Files.createLink(target, sibling.directory.blob(blob.digest()));
            Disk.forceDirectory(target);
        } catch (FileAlreadyExistsException e) {
            return has(blob);
        } catch (UnsupportedOperationException | IOException e) {
            write(blob, sibling::open);
        }
        return true;
    }

    private boolean isWhole(Descriptor blob) throws IOException {
        if (!has(blob)) {
            return false;
        }
        MessageDigest hash = blob.digest().newHash();
        try (InputStream in = open(blob, 0)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), hash));
        }
        return blob.digest().matches(hash.digest());
    }
}
