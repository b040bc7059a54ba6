package io.github.imagepromotion.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
    private static final String ATTRIBUTES = "size,lastModifiedTime,fileKey";

    /**
     * @param file that exists
     * @return its state now
     */
    public static FileState of(Path file) throws IOException {
        Map<String, Object> attributes = attributes(file);
        Object identity = attributes.get("fileKey");
        return new FileState(
                (Long) Objects.requireNonNull(attributes.get("size")),
                instant(attributes, "lastModifiedTime").orElseThrow(),
                instant(attributes, "ctime"),
                identity == null ? "" : identity.toString());
    }

    private static Map<String, Object> attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, "unix:" + ATTRIBUTES + ",ctime");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Files.readAttributes(file, ATTRIBUTES);
        }
    }

    private static Optional<Instant> instant(Map<String, Object> attributes, String name) {
        return Optional.ofNullable((FileTime) attributes.get(name)).map(FileTime::toInstant);
    }

    /**
     * Whether the content is certainly the same: nothing about the file changed since. Where the file system has no time
     * that only the kernel sets, this is never certain.
     *
     * @param before {@link #text} of the state when the content was known
     */
    public boolean surelySameContent(String before) {
        return changed.isPresent() && text().equals(before);
    }

    /** {@return the state in one line, the same for no other state} */
    public String text() {
        return size + " " + text(modified) + " " + changed.map(FileState::text).orElse("-") + " " + identity;
    }

    private static String text(Instant time) {
        return time.getEpochSecond() + "." + time.getNano();
    }
}
