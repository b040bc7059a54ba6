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
 * Writes files atomically, safe against power failures. Temporary files are beside the layout's own files, never among
 * its blobs, where other tools could mistake them for blobs.
 */
final class Disk {
    /** Prefix of temporary files; no repository and no file of a layout has such a name. */
    static final String UNFINISHED = ".unfinished-";

    private Disk() {}

    /**
     * Writes a temporary file, syncs it, and renames it to the target.
     *
     * @param directory directory of the layout, in the target's file system
     * @param target file to create or replace
     * @param content writes the content; if it throws, the target is unchanged
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

    /**
     * A new name is durable only after its directory is synced; where directories cannot be opened, this is skipped.
     */
    static void forceDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open directories.
        }
    }

    /** Opens a file for reading, unless it is a symbolic link at that moment. */
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
