package io.github.imagepromotion.build.application;

import io.github.imagepromotion.disk.BuildState;
import io.github.imagepromotion.disk.FileState;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hashes of the files that an application is built from; each is read at most once in a build, and not at all if it has
 * not changed since the last one.
 */
final class SourceFiles {
    private final Path record;
    private final Map<String, String> before;
    private final Map<String, SourceFile> now = new TreeMap<>();

    private SourceFiles(Path record, Map<String, String> before) {
        this.record = record;
        this.before = before;
    }

    /** @param workDirectory directory of the module, with the remembered states of its files by path */
    static SourceFiles of(Path workDirectory) throws IOException {
        Path record = workDirectory.resolve("sources.properties");
        return new SourceFiles(record, BuildState.read(record).texts());
    }

    /** {@return the hash of a file's content} */
    synchronized Digest content(Path file) throws IOException {
        String path = nameOf(file);
        SourceFile source = now.get(path);
        if (source == null) {
            source = SourceFile.of(file, Optional.ofNullable(before.get(path)));
            now.put(path, source);
        }
        return source.content();
    }

    /**
     * @param file a file that was hashed
     * @throws ImageException if it has been changed since
     */
    synchronized void checkUntouched(Path file) throws IOException {
        SourceFile source = now.get(nameOf(file));
        if (source == null || !FileState.of(file).equals(source.state())) {
            throw new ImageException("The file " + Text.quote(file.toString())
                    + " was changed while the image was built. Run the same command again.");
        }
    }

    private static String nameOf(Path file) {
        return file.toAbsolutePath().toString();
    }

    /** Remembers the files of this build, and earlier ones. */
    synchronized void remember() throws IOException {
        Map<String, String> all = new TreeMap<>(before);
        now.forEach((path, source) -> {
            if (source.settled()) {
                all.put(path, source.text());
            }
        });
        if (!all.equals(before)) {
            new BuildState(all).write(record);
        }
    }
}
