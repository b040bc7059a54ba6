package io.github.imagepromotion.archive;

import io.github.imagepromotion.disk.FileSlice;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The open tar of an archive: small files in a directory of it, and blobs, which directories share. Nothing is extracted.
 * Thread-safe.
 */
final class ArchiveTar implements Closeable {
    private final FileChannel channel;
    private final Map<String, TarIndex.Slice> entries;
    private final String directory;
    private final String what;

    private ArchiveTar(FileChannel channel, Map<String, TarIndex.Slice> entries, String directory, String what) {
        this.channel = channel;
        this.entries = entries;
        this.directory = directory;
        this.what = what;
    }

    /**
     * @param file the tar
     * @param what the tar, for messages
     */
    static ArchiveTar open(Path file, String what) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ArchiveTar(channel, TarIndex.read(channel, what), "", what);
        } catch (RuntimeException | IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * @param file the tar
     * @param entries its entries, read before
     * @param directory a directory of it, ending with a slash
     * @param what this part of the tar, for messages
     */
    static ArchiveTar open(Path file, Map<String, TarIndex.Slice> entries, String directory, String what)
            throws IOException {
        return new ArchiveTar(FileChannel.open(file, StandardOpenOption.READ), entries, directory, what);
    }

    /** {@return the tar, for messages} */
    String what() {
        return what;
    }

    /** {@return whether this is a directory of a larger archive} */
    boolean isPart() {
        return !directory.isEmpty();
    }

    /** {@return all entries of the tar by name, in order} */
    Map<String, TarIndex.Slice> entries() {
        return entries;
    }

    boolean has(String name) {
        return entries.containsKey(directory + name);
    }

    /** {@return the content of a small file} */
    byte[] file(String name) throws IOException {
        TarIndex.Slice slice = entries.get(directory + name);
        if (slice == null || slice.size() > ArchiveLayout.LARGEST_FILE) {
            throw TarIndex.refused(what, "'" + name + (slice == null ? "' is missing" : "' is too large"));
        }
        try (InputStream in = open(slice, 0)) {
            return in.readAllBytes();
        }
    }

    boolean has(Digest blob) {
        return entries.containsKey(ArchiveLayout.blobName(blob));
    }

    /** {@return the size of a blob that is there, in bytes} */
    long size(Digest blob) {
        return entries.getOrDefault(ArchiveLayout.blobName(blob), TarIndex.Slice.NONE)
                .size();
    }

    /** Refuses a blob that is missing, or of another size. */
    void require(Descriptor blob) {
        if (!has(blob.digest())) {
            throw TarIndex.refused(what, "it lacks " + blob.digest());
        }
        if (size(blob.digest()) != blob.size()) {
            throw TarIndex.refused(
                    what,
                    blob.digest() + " has " + size(blob.digest()) + " bytes where its descriptor says " + blob.size());
        }
    }

    InputStream open(Descriptor blob, long offset) {
        require(blob);
        return open(entries.getOrDefault(ArchiveLayout.blobName(blob.digest()), TarIndex.Slice.NONE), offset);
    }

    private InputStream open(TarIndex.Slice slice, long offset) {
        return new FileSlice(channel, slice.offset() + offset, slice.offset() + slice.size());
    }

    /**
     * Verifies small files against {@value ArchiveLayout#CHECKSUMS}.
     *
     * @param names all of them
     */
    void checkFiles(Collection<String> names) throws IOException {
        Map<String, String> checksums = new HashMap<>();
        for (String line : new String(file(ArchiveLayout.CHECKSUMS), StandardCharsets.US_ASCII).split("\n")) {
            int space = line.indexOf("  ");
            checksums.put(line.substring(Math.max(space, 0)).trim(), line.substring(0, Math.max(space, 0)));
        }
        if (!checksums.keySet().equals(Set.copyOf(names))) {
            throw TarIndex.refused(what, "its files are not those that '" + ArchiveLayout.CHECKSUMS + "' names");
        }
        for (String name : names) {
            if (!Digest.sha256(file(name)).hex().equals(checksums.get(name))) {
                throw TarIndex.refused(what, "'" + name + "' is not what '" + ArchiveLayout.CHECKSUMS + "' says");
            }
        }
    }

    /** Verifies headers, and that there is nothing between entries; a directory was checked with the whole. */
    void checkStructure() throws IOException {
        if (!isPart()) {
            new ArchiveCheck(channel, entries, what).checkStructure();
        }
    }

    /** Verifies the content of a blob. */
    void check(Digest digest) throws IOException {
        new ArchiveCheck(channel, entries, what).checkBlob(digest);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
