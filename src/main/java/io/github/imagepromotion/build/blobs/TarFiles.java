package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.build.blobs.OciLayout.LayoutFiles;
import io.github.imagepromotion.disk.DamagedTarException;
import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of an untrusted tar, read at their offsets without extraction. Names and followed links only lead to
 * entries of the tar, and entries of the same name must have the same content. Thread-safe.
 */
public final class TarFiles implements LayoutFiles {
    private static final int MOST_LINKS = 10;
    private static final int PART = 64 * 1024;

    /** A sparse file of a few blocks may claim any size. */
    private static final long MOST_HOLES = 64L * 1024 * 1024 * 1024;

    private final Path archive;
    private final FileChannel channel;
    private final Map<String, TarEntry> entries = new HashMap<>();

    /** @throws ImageException if the file does not exist, or is not a valid tar */
    public TarFiles(Path archive) throws IOException {
        this.archive = archive;
        if (!Files.isRegularFile(archive)) {
            throw new ImageException("There is no file " + Text.quote(archive.toString()) + ".");
        }
        this.channel = FileChannel.open(archive, StandardOpenOption.READ);
        try {
            index();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void index() throws IOException {
        List<TarEntry> all;
        try {
            all = TarReader.read(channel);
        } catch (DamagedTarException e) {
            throw new ImageException(
                    Text.quote(archive.toString()) + " cannot be read as a tar: " + e.getMessage() + ".", e);
        }
        if (holes(all) > MOST_HOLES) {
            throw new ImageException(place() + " has sparse files whose holes are more than " + MOST_HOLES + " bytes.");
        }
        for (TarEntry entry : all) {
            add(TarPaths.normalize(entry.name(), this::leavesArchive), entry);
        }
    }

    private void add(String name, TarEntry entry) throws IOException {
        TarEntry before = entries.putIfAbsent(name, entry);
        if (before != null && !isSame(before, entry)) {
            throw new ImageException(place() + " holds " + Text.quote(name) + " twice, with different content.");
        }
    }

    private boolean isSame(TarEntry one, TarEntry other) throws IOException {
        if (one.kind() != other.kind()
                || one.size() != other.size()
                || !one.link().equals(other.link())) {
            return false;
        }
        try (InputStream first = content(one, 0);
                InputStream second = content(other, 0)) {
            return hasSame(first, second);
        }
    }

    private static boolean hasSame(InputStream one, InputStream other) throws IOException {
        byte[] part;
        do {
            part = one.readNBytes(PART);
            if (!Arrays.equals(part, other.readNBytes(PART))) {
                return false;
            }
        } while (part.length > 0);
        return true;
    }

    /** {@return names of files and of links to files, in alphabetical order} */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        entries.forEach((name, entry) -> {
            if (entry.kind() != TarEntry.Kind.DIRECTORY) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public long size(String name) throws IOException {
        return find(name).size();
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
        return content(find(name), offset);
    }

    @Override
    public String place() {
        return "archive " + Text.quote(archive.toString());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** {@return number of bytes in holes of sparse files} */
    public long holes() {
        return holes(entries.values());
    }

    private static long holes(Collection<TarEntry> entries) {
        long holes = 0;
        for (TarEntry entry : entries) {
            if (entry.kind() == TarEntry.Kind.SPARSE_FILE) {
                long data = entry.segments().stream()
                        .mapToLong(TarEntry.Segment::length)
                        .sum();
                holes += Math.min(entry.size() - data, MOST_HOLES + 1);
            }
        }
        return holes;
    }

    private InputStream content(TarEntry entry, long offset) {
        return TarReader.open(channel, entry, offset);
    }

    private TarEntry find(String name) throws IOException {
        String found = TarPaths.normalize(name, this::leavesArchive);
        for (int links = 0; links <= MOST_LINKS; links++) {
            TarEntry entry = entries.get(found);
            if (entry == null) {
                throw new NoSuchFileException(archive.toString(), name, "not in the archive");
            }
            String target = linked(found, entry);
            if (target.equals(found)) {
                return regular(name, entry);
            }
            found = target;
        }
        throw new ImageException(Text.quote(name) + " of " + place() + " is a link to a link, and so on without end.");
    }

    private TarEntry regular(String name, TarEntry entry) {
        if (entry.kind() != TarEntry.Kind.FILE && entry.kind() != TarEntry.Kind.SPARSE_FILE) {
            throw new ImageException(Text.quote(name) + " of " + place() + " is not a regular file.");
        }
        return entry;
    }

    /** {@return the name itself, or for a link the name of its target in this tar} */
    private String linked(String name, TarEntry entry) {
        return switch (entry.kind()) {
            case HARD_LINK -> TarPaths.normalize(entry.link(), this::leavesArchive);
            case SYMBOLIC_LINK -> TarPaths.resolve(name, entry.link(), this::leavesArchive);
            default -> name;
        };
    }

    private ImageException leavesArchive(String path) {
        return new ImageException(place() + " names " + Text.quote(path) + ", which leads out of it.");
    }
}
