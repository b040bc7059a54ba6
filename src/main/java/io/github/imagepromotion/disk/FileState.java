package io.github.imagepromotion.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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
    private static final String NONE = "-";

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
     * @param before the state when the content was known
     */
    public boolean surelySameContent(FileState before) {
        // Each by itself: the JVM makes the equals of a record when it is first called, which takes longer than all of
        // this.
        return changed.isPresent()
                && changed.equals(before.changed)
                && modified.equals(before.modified)
                && size == before.size
                && identity.equals(before.identity);
    }

    /**
     * @param text that {@link #text} gave
     * @return the state
     * @throws IllegalArgumentException if the text is none
     */
    public static FileState of(String text) {
        String[] parts = text.split(" ", 4);
        if (parts.length < 4) {
            throw new IllegalArgumentException("not the state of a file");
        }
        try {
            Optional<Instant> changed = parts[2].equals(NONE) ? Optional.empty() : Optional.of(Instant.parse(parts[2]));
            return new FileState(Long.parseLong(parts[0]), Instant.parse(parts[1]), changed, parts[3]);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not the state of a file", e);
        }
    }

    /** @return the state in one line */
    public String text() {
        return size + " " + modified + " " + changed.map(Instant::toString).orElse(NONE) + " " + identity;
    }
}
