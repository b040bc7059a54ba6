package io.github.imagepromotion.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * A file as its file system describes it, without its content.
 *
 * @param size in bytes
 * @param modified when its content changed, as anybody can set it
 * @param changed when anything about it changed, as only the kernel sets it; empty where there is no such time
 * @param identity device and inode, or the like; empty where there is none
 */
public record FileState(long size, Instant modified, Optional<Instant> changed, String identity) {

    /**
     * @param file that exists
     * @return its state now
     */
    public static FileState of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileState(
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                changeTime(file),
                attributes.fileKey() == null ? "" : attributes.fileKey().toString());
    }

    /**
     * Whether the content is certainly the same: nothing about the file changed since. Where the file system has no time
     * that only the kernel sets, this is never certain.
     *
     * @param before the state when the content was known
     */
    public boolean surelySameContent(FileState before) {
        return changed.isPresent() && equals(before);
    }

    private static Optional<Instant> changeTime(Path file) throws IOException {
        try {
            return Optional.of(((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant());
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
