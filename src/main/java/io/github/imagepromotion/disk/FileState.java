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
 * Metadata of a file from which a change of its content can be detected.
 *
 * @param size size in bytes
 * @param modified modification time, which users can set
 * @param changed time of the last change of content or metadata, which only the kernel sets; empty if not available
 * @param identity device and inode, or similar; empty if not available
 */
public record FileState(long size, Instant modified, Optional<Instant> changed, String identity) {
    private static final String ATTRIBUTES = "size,lastModifiedTime,fileKey";

    /**
     * @param file an existing file
     * @return its current state
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
     * Whether the content is certainly unchanged. Never certain on file systems without a change time that only the
     * kernel sets.
     *
     * @param before {@link #text} of the state when the content was known
     */
    public boolean surelySameContent(String before) {
        return changed.isPresent() && text().equals(before);
    }

    /** {@return the state as one line, different for different states} */
    public String text() {
        return size + " " + text(modified) + " " + changed.map(FileState::text).orElse("-") + " " + identity;
    }

    private static String text(Instant time) {
        return time.getEpochSecond() + "." + time.getNano();
    }
}
