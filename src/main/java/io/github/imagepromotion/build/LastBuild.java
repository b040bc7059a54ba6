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
 * What a module's last build depended on and what it left: the same inputs need no other build, as long as archive and
 * record are what that build wrote. This only saves work. Whoever can write to the build directory can deceive it, as he
 * can put other classes there; a promotion checks every byte anyway.
 *
 * @param inputs hash of all that the build depended on
 * @param name of the image, as the log tells it
 * @param digest of the image
 * @param archive as it was written, {@link FileState#text}
 * @param head hash of the archive's first bytes, which hold its index and manifests
 * @param record hash of the build record
 */
public record LastBuild(Digest inputs, String name, Digest digest, String archive, Digest head, Digest record) {
    private static final int HEAD = 64 * 1024;
    private static final int CHECKS_AT_ONCE = 2;

    /**
     * @param file where builds of the module are remembered
     * @return the last one, empty if none is remembered
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
     * @param inputs of a build
     * @param name of its image
     * @param digest of its image
     * @param archive that it wrote
     * @param record that it wrote
     * @return that build
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

    /** @param file where builds of the module are remembered */
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
     * Whether a build with these inputs would leave what is there already.
     *
     * @param others inputs of the build
     * @param archivePath where it would put its archive
     * @param recordPath where it would put its record
     */
    public boolean isStillThere(Digest others, Path archivePath, Path recordPath) throws IOException {
        return inputs.equals(others)
                && Files.isRegularFile(archivePath)
                && Files.isRegularFile(recordPath)
                && Digest.sha256(Files.readAllBytes(recordPath)).equals(record)
                && isUntouched(archivePath);
    }

    /**
     * Where the file system does not say that nothing about the file changed, every byte of it is read. Maven 4 gives an
     * attached file a second name, which is such a change.
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
