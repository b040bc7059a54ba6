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
 * Writes a file that is there whole or not at all, whoever else writes it at the same time: threads, class loaders and
 * processes need no lock.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * @param target the file; its directory is made
     * @param content what it will hold; if this fails, nothing was changed
     * @throws FileSystemException that names the target, if the disk is full
     */
    public static void write(Path target, IoConsumer<OutputStream> content) throws IOException {
        write(target, content, Mode.READABLE);
    }

    /**
     * Like {@link #write(Path, IoConsumer)}, for the eyes of the user alone.
     *
     * @param target the file; its directory is made
     * @param content what it will hold; if this fails, nothing was changed
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
            // Writing to an open file fails without its name; reading what goes into it may fail for other reasons.
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

    /** A temporary file is its owner's alone; what was asked for is not temporary. */
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
            // Windows replaces no file that is being read; whoever put it there wrote the same.
            if (!Files.isRegularFile(target) || Files.size(target) != Files.size(part)) {
                throw e;
            }
        }
    }
}
