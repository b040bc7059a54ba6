package io.github.imagepromotion.disk;

import io.github.imagepromotion.image.IoConsumer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file atomically: it exists completely or not at all. Concurrent writers, in threads, class loaders or
 * processes, need no lock.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * @param target the file; missing directories are created
     * @param content writes the content; if it throws, the file is unchanged
     * @throws FileSystemException with the name of the target, if the disk is full
     */
    public static void write(Path target, IoConsumer<OutputStream> content) throws IOException {
        write(target, content, Mode.READABLE);
    }

    /**
     * Like {@link #write(Path, IoConsumer)}, readable by the user only.
     *
     * @param target the file; missing directories are created
     * @param content writes the content; if it throws, the file is unchanged
     */
    public static void writePrivately(Path target, IoConsumer<OutputStream> content) throws IOException {
        write(target, content, Mode.PRIVATE);
    }

    private enum Mode {
        READABLE,
        PRIVATE
    }

    private static void write(Path target, IoConsumer<OutputStream> content, Mode mode) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new FileSystemException(target.toString(), null, "Is a directory");
        }
        Path directory = Files.createDirectories(parent);
        Path part = Files.createTempFile(directory, ".", ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                content.accept(Channels.newOutputStream(channel));
            }
            if (mode != Mode.PRIVATE) {
                readableByAll(part);
            }
            move(part, target);
        } catch (IOException e) {
            // Errors of writing to an open file do not name it; other errors may come from reading the content.
            throw !(e instanceof FileSystemException) && FullDisk.isReasonOf(e) ? named(e, target) : e;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileSystemException named(IOException e, Path target) {
        FileSystemException named = new FileSystemException(target.toString(), null, e.getMessage());
        named.initCause(e);
        return named;
    }

    /** Temporary files are created readable by the owner only; the result should have the usual permissions. */
    private static void readableByAll(Path part) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(part, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            // Windows cannot replace a file that is being read; the file there has the same content.
            if (!Files.isRegularFile(target) || Files.size(target) != Files.size(part)) {
                throw e;
            }
        }
    }
}
