package io.github.imagepromotion.disk;

import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/**
 * Recognizes errors of a full disk, for which Java has neither a type nor a code, by the message of the operating
 * system.
 */
public final class FullDisk {
    /** {@code ENOSPC} and {@code EDQUOT} of Linux and macOS, {@code ERROR_DISK_FULL} of Windows. */
    private static final List<String> SAID = List.of("no space left", "quota", "not enough space");

    private FullDisk() {}

    /**
     * @param failure error of a write
     * @return whether the disk is full, or the user's quota exceeded
     */
    public static boolean isReasonOf(Exception failure) {
        // The message also contains file names, which may contain anything.
        String said = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        String lower = String.valueOf(said).toLowerCase(Locale.ROOT);
        return SAID.stream().anyMatch(lower::contains);
    }
}
