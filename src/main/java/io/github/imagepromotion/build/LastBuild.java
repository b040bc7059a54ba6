package io.github.imagepromotion.build;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.disk.BuildState;
import io.github.imagepromotion.disk.FileState;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Inputs and results of a module's last build: with the same inputs no other build is needed, as long as archive and
 * record are unchanged. This only saves work. Whoever can write to the build directory can deceive it, but could also
 * replace classes there; a promotion verifies every byte anyway.
 *
 * @param inputs hash of all inputs
 * @param name name of the image, for the log
 * @param digest digest of the image
 * @param archive state of the archive when it was written, {@link FileState#text}
 * @param head hash of the archive's first bytes, which contain its index and manifests
 * @param record hash of the build record
 */
public record LastBuild(Digest inputs, String name, Digest digest, String archive, Digest head, Digest record) {
    private static final int HEAD = 64 * 1024;
    private static final int CHECKS_AT_ONCE = 2;

    /**
     * @param file file with the state of the module's last build
     * @return the last build; empty if there is none
     */
    public static Optional<LastBuild> read(Path file) throws IOException {
        BuildState facts = BuildState.read(file);
        try {
            return Optional.of(new LastBuild(
                    Digest.of(facts.required("inputs")),
                    facts.required("name"),
                    Digest.of(facts.required("digest")),
                    facts.required("archive"),
                    Digest.of(facts.required("head")),
                    Digest.of(facts.required("record"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * @param inputs hash of all inputs
     * @param name name of the image
     * @param digest digest of the image
     * @param archive the archive
     * @param record the build record
     * @return the build
     */
    public static LastBuild of(Digest inputs, String name, Digest digest, Path archive, Path record)
            throws IOException {
        return new LastBuild(
                inputs,
                name,
                digest,
                FileState.of(archive).text(),
                head(archive),
                Digest.sha256(Files.readAllBytes(record)));
    }

    /** @param file file for the state of the module's last build */
    public void write(Path file) throws IOException {
        new BuildState(Map.of(
                        "inputs", inputs.toString(),
                        "name", name,
                        "digest", digest.toString(),
                        "archive", archive,
                        "head", head.toString(),
                        "record", record.toString()))
                .write(file);
    }

    /**
     * Whether a build with these inputs would have the same results.
     *
     * @param others hash of its inputs
     * @param archivePath file for its archive
     * @param recordPath file for its record
     */
    public boolean isStillThere(Digest others, Path archivePath, Path recordPath) throws IOException {
        return inputs.equals(others)
                && Files.isRegularFile(archivePath)
                && Files.isRegularFile(recordPath)
                && Digest.sha256(Files.readAllBytes(recordPath)).equals(record)
                && isUntouched(archivePath);
    }

    /**
     * If the file system cannot guarantee that the file is unchanged, all of it is read. For example, Maven 4 creates
     * hard links to attached files, which changes their state.
     */
    private boolean isUntouched(Path archivePath) throws IOException {
        if (FileState.of(archivePath).surelySameContent(archive)) {
            return true;
        }
        if (!head(archivePath).equals(head)) {
            return false;
        }
        try (ImageArchive open = ImageArchive.open(archivePath)) {
            open.check(CHECKS_AT_ONCE);
            return open.image().top().digest().equals(digest);
        } catch (ImageException e) {
            return false;
        }
    }

    private static Digest head(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return Digest.sha256(in.readNBytes(HEAD));
        }
    }
}
