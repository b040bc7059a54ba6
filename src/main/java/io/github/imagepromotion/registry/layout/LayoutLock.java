package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.Pause;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Locks a layout's index against other threads, class loaders and processes. */
final class LayoutLock {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(10);

    private LayoutLock() {}

    /**
     * @param file lock file, which is not deleted
     * @param work work to do under the lock
     * @throws ImageException if another process holds the lock for more than a minute
     */
    static void with(Path file, IoRunnable work) throws IOException {
        // A file lock belongs to the whole JVM: a second thread would get an exception, and closing its channel would
        // release the first one's lock. Maven may load this class twice, so the monitor is an interned string, which
        // all loaders share.
        String monitor = (LayoutLock.class.getName() + ":" + file.toRealPath(LinkOption.NOFOLLOW_LINKS)).intern();
        synchronized (monitor) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                    FileLock lock = acquire(channel, file)) {
                lock.isValid();
                work.run();
            }
        }
    }

    private static FileLock acquire(FileChannel channel, Path file) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            Pause.SLEEP.of(POLL, "waiting for a lock");
        }
        throw new ImageException("Cannot write beside '" + file + "': another process has locked it for more than "
                + Elapsed.shown(PATIENCE) + ". End that process, and run again.");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
