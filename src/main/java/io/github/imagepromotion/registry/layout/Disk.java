package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.disk.FullDisk;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.RegistryReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that they are there whole, or not at all, also after a power cut. What is unfinished lies beside the
 * layout's own files and never among its blobs, where other tools would take it for one.
 */
final class Disk {
    /** What unfinished files are called; no repository and no file of a layout has such a name. */
    static final String UNFINISHED = ".unfinished-";

    private Disk() {}

    /**
     * Writes a temporary file beside the layout's own, and moves it over the target when it is whole and on the disk.
     *
     * @param directory of the layout, in the file system of the target
     * @param target to be created or replaced
     * @param content may throw to leave the target as it is
     * @throws ImageException if the disk is full
     */
    static void write(Path directory, Path target, IoConsumer<WritableByteChannel> content) throws IOException {
        Path unfinished = directory.resolve(UNFINISHED + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.accept(channel);
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(target);
        } catch (IOException e) {
            throw explained(e, target);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    static void write(Path directory, Path target, byte[] content) throws IOException {
        write(directory, target, channel -> writeFully(channel, ByteBuffer.wrap(content)));
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A new name is on the disk only when its directory is; where directories cannot be opened, that is all one can do. */
    static void forceDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows does not open directories.
        }
    }

    /** Opens a file for reading, if it is not a symbolic link at that very moment. */
    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static IOException explained(IOException failure, Path target) {
        if (FullDisk.isReasonOf(failure)) {
            throw new ImageException(
                    Message.of("Cannot write '" + target + "': the disk is full. Nothing half-written is left.")
                            .because(RegistryReason.DISK_FULL),
                    failure);
        }
        return failure;
    }
}
