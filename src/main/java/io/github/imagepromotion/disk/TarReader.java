package io.github.imagepromotion.disk;

import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the entries of a tar without reading their content: POSIX ustar and pax, and GNU's long names. Nobody vouches
 * for the tar, so memory is bounded whatever it says of itself: names, extended headers and the number of entries are.
 */
public final class TarReader {
    private static final int BLOCK = TarHeader.BLOCK;
    private static final int MOST_ENTRIES = 100_000;
    private static final int LONGEST_EXTENSION = 64 * 1024;

    /** Of a pax header; the GNU ones say that the content of a file is not there in one piece. */
    private static final Set<String> KNOWN_RECORDS =
            Set.of("path", "linkpath", "size", "GNU.sparse.major", "GNU.sparse.size", "GNU.sparse.name");

    private final FileChannel channel;
    private final long length;
    private final List<TarEntry> entries = new ArrayList<>();
    private long position;
    /** What extension headers say of the entry that comes next. */
    private final Map<String, String> extension = new HashMap<>();

    private TarReader(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    /**
     * @param channel the tar; it is left open, and its position is not used
     * @return the entries in their order
     * @throws DamagedTarException if it is no tar, is truncated or damaged, or goes beyond the bounds
     * @throws IOException if it cannot be read
     */
    public static List<TarEntry> read(FileChannel channel) throws IOException {
        TarReader reader = new TarReader(channel);
        Optional<TarHeader> header = reader.next();
        while (header.isPresent()) {
            reader.take(header.get());
            header = reader.next();
        }
        if (reader.entries.isEmpty()) {
            throw new DamagedTarException("it has no entry");
        }
        return List.copyOf(reader.entries);
    }

    /** A tar ends with blocks of zeros, or, as some write it, just ends. */
    private Optional<TarHeader> next() throws IOException {
        if (position == length) {
            return Optional.empty();
        }
        byte[] block = content(position, BLOCK);
        position += BLOCK;
        return TarHeader.isEnd(block) ? Optional.empty() : Optional.of(TarHeader.parse(block));
    }

    private void take(TarHeader header) throws IOException {
        switch (header.type()) {
            case 'L' -> extension.put("path", untilZero(content(header)));
            case 'K' -> extension.put("linkpath", untilZero(content(header)));
            case 'x' -> extend(TarHeader.records(content(header)));
            case 'g' -> content(header);
            default -> add(header);
        }
    }

    private void extend(Map<String, String> records) {
        records.keySet().retainAll(KNOWN_RECORDS);
        extension.putAll(records);
    }

    private byte[] content(TarHeader header) throws IOException {
        if (header.size() > LONGEST_EXTENSION) {
            throw new DamagedTarException("an extended header of " + header.size() + " bytes is too large");
        }
        byte[] content = content(position, (int) header.size());
        skip(header.size());
        return content;
    }

    private void add(TarHeader header) throws IOException {
        if (entries.size() == MOST_ENTRIES) {
            throw new DamagedTarException("it has more than " + MOST_ENTRIES + " entries");
        }
        boolean sparse = extension.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
        String name = extension.getOrDefault("path", header.name());
        TarEntry.Kind kind = sparse ? TarEntry.Kind.OTHER : header.kind(name);
        long size = header.hasContent() ? size(header) : 0;
        if (size > length - position) {
            throw new DamagedTarException("it ends within the entry " + Text.quote(name) + ", so it is truncated");
        }
        String link = extension.getOrDefault("linkpath", header.link());
        entries.add(new TarEntry(name, kind, position, size, link));
        extension.clear();
        skip(size);
    }

    private long size(TarHeader header) throws DamagedTarException {
        String extended = extension.get("size");
        if (extended == null) {
            return header.size();
        }
        if (!extended.matches("[0-9]{1,18}")) {
            throw new DamagedTarException("an extended header has no number for a size");
        }
        return Long.parseLong(extended);
    }

    /** Content is filled up to a block; a tar that ends right after the content of its last entry is taken, too. */
    private void skip(long size) {
        position = Math.min(length, position + (size + BLOCK - 1) / BLOCK * BLOCK);
    }

    private byte[] content(long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, length - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // What a disk gives at once is its own matter.
        }
        if (buffer.position() < count) {
            throw new DamagedTarException("it ends within a header, so it is truncated");
        }
        return buffer.array();
    }

    private static String untilZero(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
