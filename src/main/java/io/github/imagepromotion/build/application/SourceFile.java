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
import java.util.Optional;

/**
 * The state and content of a file when it was examined.
 *
 * @param state state before the content was read
 * @param content hash of the content
 * @param settled whether any later change would change the state
 */
record SourceFile(FileState state, Digest content, boolean settled) {
    private static final int BUFFER = 64 * 1024;

    /** Time stamps of file systems may be this coarse: a change within this time may not change them. */
    private static final Duration TICK = Duration.ofMillis(50);

    /**
     * @param file the file
     * @param before {@link #text} of its earlier state, if known
     * @return the file now; its content is read only if it may have changed
     */
    static SourceFile of(Path file, Optional<String> before) throws IOException {
        Instant now = Instant.now();
        FileState state = FileState.of(file);
        Optional<Digest> known = before.flatMap(text -> contentOf(text, state));
        if (known.isPresent()) {
            return new SourceFile(state, known.get(), true);
        }
        boolean settled =
                state.changed().filter(time -> time.isBefore(now.minus(TICK))).isPresent();
        return new SourceFile(state, hash(file), settled);
    }

    private static Optional<Digest> contentOf(String before, FileState state) {
        int space = Math.max(before.indexOf(' '), 0);
        return Optional.of(before.substring(0, space))
                .filter(content -> state.surelySameContent(before.substring(space + 1)))
                .filter(Digest::isDigest)
                .map(Digest::of);
    }

    /** {@return the state and hash in one line} */
    String text() {
        return content + " " + state.text();
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
