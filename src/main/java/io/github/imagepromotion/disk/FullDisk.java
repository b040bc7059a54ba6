package io.github.imagepromotion.disk;

import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/** Tells a disk without room from other failures: Java has neither type nor code for it, only what the system says. */
public final class FullDisk {
    /** {@code ENOSPC} and {@code EDQUOT} of Linux and macOS, {@code ERROR_DISK_FULL} of Windows. */
    private static final List<String> SAID = List.of("no space left", "quota", "not enough space");

    private FullDisk() {}

    /**
     * @param failure of a write
     * @return whether the disk is full, or what this user may have of it
     */
    public static boolean isReasonOf(Exception failure) {
        // The message has names of files, too, which may be any.
        String said = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        String lower = String.valueOf(said).toLowerCase(Locale.ROOT);
        return SAID.stream().anyMatch(lower::contains);
    }
}
