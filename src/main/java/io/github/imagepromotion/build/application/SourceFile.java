package io.github.imagepromotion.build.application;

import io.github.imagepromotion.disk.FileState;
import io.github.imagepromotion.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A file as it was when it was looked at.
 *
 * @param state as the file system described it, before the content was read
 * @param content hash of it
 * @param looked when that was
 */
record SourceFile(FileState state, Digest content, Instant looked) {
    private static final int BUFFER = 64 * 1024;

    /** A file system's clock ticks slower than this: what changed later may have the same time. */
    private static final Duration TICK = Duration.ofMillis(50);

    /**
     * @param file to look at
     * @param before the same file as it was, if it is known
     * @return the file as it is now; its content is read only if it may be another
     */
    static SourceFile of(Path file, Optional<SourceFile> before) throws IOException {
        Instant now = Instant.now();
        FileState state = FileState.of(file);
        Optional<SourceFile> same = before.filter(source -> state.surelySameContent(source.state) && source.settled());
        return same.isPresent() ? same.get() : new SourceFile(state, hash(file), now);
    }

    /**
     * @param text that {@link #text} gave
     * @return the file as it was
     * @throws IllegalArgumentException if the text is none
     */
    static SourceFile of(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("not a source file");
        }
        try {
            return new SourceFile(FileState.of(parts[2]), Digest.of(parts[0]), Instant.parse(parts[1]));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a source file", e);
        }
    }

    /** @return what is known of the file, in one line */
    String text() {
        return content + " " + looked + " " + state.text();
    }

    private boolean settled() {
        return state.changed().filter(time -> time.isBefore(looked.minus(TICK))).isPresent();
    }

    private static Digest hash(Path file) throws IOException {
        MessageDigest hash = Digest.sha256(new byte[0]).newHash();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hash.update(buffer, 0, count);
            }
        }
        return Digest.finish(hash.digest());
    }
}
