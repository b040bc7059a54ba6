package io.github.imagepromotion.archive;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a {@link ReleaseArchive}. Like an image archive it is a function of its content, and written to a temporary file
 * which is renamed when complete. One member is open at a time.
 */
public final class ReleaseArchiveWriter {
    private final byte[] lock;
    private final Builds builds;

    /** The builds of a release. */
    public interface Builds {
        /** {@return the archive of a member, compared with the lock; the writer closes it} */
        ImageArchive open(ReleaseMember member) throws IOException;

        /** {@return the content of a member's build record} */
        byte[] record(ReleaseMember member) throws IOException;

        /** {@return all blobs of an archive, those that a thin one leaves out included} */
        BlobSource content(ImageArchive open) throws IOException;
    }

    /**
     * @param lock content of the lock
     * @param builds its builds
     */
    public ReleaseArchiveWriter(byte[] lock, Builds builds) {
        this.lock = lock.clone();
        this.builds = builds;
    }

    /**
     * @param target the archive; missing directories are created, an existing file is replaced
     * @throws ImageException if a build is not the one in the lock, or a blob does not match its descriptor; nothing is
     *     left behind
     * @throws IOException if it cannot be written; nothing is left behind
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, out -> {
            try (TarOutput tar = new TarOutput(out)) {
                ReleaseLock read = ReleaseLock.parse(lock, "of the release archive");
                writeFiles(tar, read);
                Set<Digest> written = new HashSet<>();
                for (ReleaseMember member : read.members()) {
                    writeContents(tar, member, written);
                }
            }
        });
    }

    /** The checksums cover all of them, so they come last. */
    private void writeFiles(TarOutput tar, ReleaseLock read) throws IOException {
        Map<String, Digest> written = new LinkedHashMap<>();
        add(tar, ArchiveLayout.LOCK, lock, written);
        ReleaseFiles top = new ReleaseFiles();
        int number = 0;
        for (ReleaseMember member : read.members()) {
            String directory = ArchiveLayout.directory(++number);
            add(tar, directory + ArchiveLayout.BUILD_RECORD, builds.record(member), written);
            try (ImageArchive open = builds.open(member)) {
                for (Map.Entry<String, byte[]> file : complete(open).files().entrySet()) {
                    add(tar, directory + file.getKey(), file.getValue(), written);
                }
                top.add(open.image(), open.identity(), open.documents());
            }
        }
        for (Map.Entry<String, byte[]> file : top.all().entrySet()) {
            add(tar, file.getKey(), file.getValue(), written);
        }
        tar.add(ArchiveLayout.CHECKSUMS, ArchiveFiles.checksums(written));
    }

    private static void add(TarOutput tar, String name, byte[] content, Map<String, Digest> written)
            throws IOException {
        tar.add(name, content);
        written.put(name, Digest.sha256(content));
    }

    private void writeContents(TarOutput tar, ReleaseMember member, Set<Digest> written) throws IOException {
        try (ImageArchive open = builds.open(member)) {
            complete(open).writeContents(tar, written);
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("Of the release's member '" + member.name() + "': ")
                            .and(e),
                    e);
        }
    }

    /** A member that was archived without layers of its base is complete here. */
    private ArchiveWriter complete(ImageArchive open) throws IOException {
        return new ArchiveWriter(
                open.image(), open.identity(), builds.content(open), Optional.empty(), open.documents());
    }
}
