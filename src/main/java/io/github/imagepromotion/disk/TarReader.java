package io.github.imagepromotion.disk;

import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lists the entries of a tar: POSIX ustar and pax, GNU long names, and sparse files. The tar is untrusted: sizes of
 * names, extended headers and sparse maps, and the number of entries, are limited. Headers that contradict each other are
 * refused unless POSIX says which of them counts ({@link TarExtension}).
 */
public final class TarReader {
    private static final int BLOCK = TarHeader.BLOCK;
    private static final int MOST_ENTRIES = 100_000;
    private static final int MOST_SEGMENTS = 200_000;
    /** The limit of Go's archive/tar: some tools store attributes of 100 kB and more there. */
    private static final int LONGEST_EXTENSION = 1024 * 1024;

    private static final int LONGEST_NAME = 16 * 1024;
    /** Limit for all entries together: a few kB of compressed data may contain any number of long names. */
    private static final long MOST_CHARACTERS = 16 * 1024 * 1024;

    private final InputStream in;
    private final Visitor visitor;
    /** Offset of the next byte. */
    private long position;

    private long segments;
    /** Of the next entry. */
    private final TarExtension extension = new TarExtension();

    /** Receives entries. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param entry the next entry
         * @param content its content as stored; can only be read during this call
         */
        void visit(TarEntry entry, InputStream content) throws IOException;
    }

    private TarReader(InputStream in, Visitor visitor) {
        this.in = in;
        this.visitor = visitor;
    }

    /**
     * @param channel the tar; not closed, and its position is not used
     * @return the entries in order, at most {@value #MOST_ENTRIES}
     * @throws DamagedTarException if it is not a tar, is truncated or damaged, or exceeds a limit
     * @throws IOException if it cannot be read
     */
    public static List<TarEntry> read(FileChannel channel) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        AtomicLong characters = new AtomicLong();
        read(new FileSlice(channel, 0, channel.size()), (entry, content) -> {
            if (entries.size() == MOST_ENTRIES) {
                throw new DamagedTarException("it has more than " + MOST_ENTRIES + " entries");
            }
            int length = entry.name().length() + entry.link().length();
            if (characters.addAndGet(length) > MOST_CHARACTERS) {
                throw new DamagedTarException("names in it have more than " + MOST_CHARACTERS + " characters together");
            }
            entries.add(entry);
        });
        if (entries.isEmpty()) {
            throw new DamagedTarException("it has no entry");
        }
        return List.copyOf(entries);
    }

    /**
     * @param tar the tar from its first byte; not read beyond its end
     * @param visitor receives the entries, and limits their number
     * @throws DamagedTarException if it is not a tar, is truncated or damaged, or exceeds a limit
     * @throws IOException if it cannot be read
     */
    public static void read(InputStream tar, Visitor visitor) throws IOException {
        TarReader reader = new TarReader(tar, visitor);
        Optional<byte[]> block = reader.nextHeader();
        while (block.isPresent()) {
            reader.take(TarHeader.parse(block.get()), block.get());
            block = reader.nextHeader();
        }
    }

    /**
     * @param tar a tar read by {@link #read(FileChannel)}
     * @param entry one of its entries
     * @param offset offset of the first byte, at most the size of the entry
     * @return its content from there, with holes of a sparse file as zeros; closing it does not close the tar
     */
    public static InputStream open(FileChannel tar, TarEntry entry, long offset) {
        if (entry.kind() == TarEntry.Kind.SPARSE_FILE) {
            SparseContent content = new SparseContent(tar, entry);
            content.skip(offset);
            return content;
        }
        return new FileSlice(tar, entry.offset() + offset, entry.offset() + entry.size());
    }

    /** A tar ends with zero blocks; some tools omit them. */
    private Optional<byte[]> nextHeader() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (position == 0 && !TarHeader.isHeader(block)) {
            throw new DamagedTarException(FileForm.of(block)
                    .map(form -> "it is " + form)
                    .orElse(block.length < BLOCK ? "it ends within a header, so it is truncated" : TarHeader.NONE));
        }
        position += block.length;
        if (block.length > 0 && block.length < BLOCK) {
            throw new DamagedTarException("it ends within a header, so it is truncated");
        }
        return block.length == 0 || TarHeader.isEnd(block) ? Optional.empty() : Optional.of(block);
    }

    private void take(TarHeader header, byte[] block) throws IOException {
        switch (header.type()) {
            case 'L', 'K', 'x', 'g' -> extension.add(header.type(), content(header));
            default -> add(header, block);
        }
    }

    private byte[] content(TarHeader header) throws IOException {
        if (header.size() > LONGEST_EXTENSION) {
            throw new DamagedTarException("an extended header of " + header.size() + " bytes is too large");
        }
        byte[] content = in.readNBytes((int) header.size());
        position += content.length;
        if (content.length < header.size()) {
            throw new DamagedTarException("it ends within a header, so it is truncated");
        }
        skipPadding(content.length);
        return content;
    }

    private void add(TarHeader header, byte[] block) throws IOException {
        long stored = header.hasContent() ? extension.size(header) : 0;
        long before = position;
        Optional<SparseMap> sparse = sparse(header, block);
        String name = extension.name(header, sparse.isPresent());
        String link = extension.link(header);
        if (Math.max(name.length(), link.length()) > LONGEST_NAME) {
            throw new DamagedTarException("a name of more than " + LONGEST_NAME + " characters is too long");
        }
        // The map counts as content in format 1.0, but not in the old format.
        long left = header.isOldSparse() ? stored : stored - (position - before);
        if (sparse.isPresent() && sparse.get().stored() > left) {
            throw SparseMap.malformed();
        }
        long modified = extension.modified(header);
        TarEntry entry = sparse.map(map -> new TarEntry(
                        name, TarEntry.Kind.SPARSE_FILE, position, map.size(), "", map.segments(), modified))
                .orElseGet(() -> new TarEntry(name, header.kind(name), position, stored, link, List.of(), modified));
        extension.clear();
        visit(entry, left);
    }

    private void visit(TarEntry entry, long stored) throws IOException {
        long end = position + stored;
        Part content = new Part(stored);
        visitor.visit(entry, content);
        if (!content.skipToEnd()) {
            throw new DamagedTarException(
                    "it ends within the entry " + Text.quote(entry.name()) + ", so it is truncated");
        }
        position = end;
        skipPadding(stored);
    }

    private Optional<SparseMap> sparse(TarHeader header, byte[] block) throws IOException {
        Optional<SparseMap> map = Optional.empty();
        Map<String, String> records = extension.records();
        if (header.isOldSparse()) {
            map = Optional.of(SparseMap.old(block, this::block));
        } else if (SparseMap.isIn(records) && header.hasContent()) {
            map = Optional.of(
                    SparseMap.isInFront(records)
                            ? SparseMap.inFront(records, this::block)
                            : SparseMap.ofRecords(records));
        }
        segments += map.map(known -> known.segments().size()).orElse(0);
        if (segments > MOST_SEGMENTS) {
            throw new DamagedTarException("sparse files in it have more than " + MOST_SEGMENTS + " segments");
        }
        return map;
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        position += block.length;
        if (block.length < BLOCK) {
            throw new DamagedTarException("it ends within the map of a sparse file, so it is truncated");
        }
        return block;
    }

    /** Content is padded to a full block; missing padding at the end of the tar is accepted. */
    private void skipPadding(long size) throws IOException {
        Part padding = new Part((BLOCK - size % BLOCK) % BLOCK);
        padding.skipToEnd();
        position += padding.passed;
    }

    /** The next bytes of the tar. */
    private final class Part extends InputStream {
        private final long length;
        private long passed;

        Part(long length) {
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0 || passed == length) {
                return count == 0 ? 0 : -1;
            }
            int read = in.read(target, offset, (int) Math.min(count, length - passed));
            passed += Math.max(read, 0);
            return read;
        }

        /** {@return whether none of it is missing} */
        boolean skipToEnd() throws IOException {
            while (passed < length) {
                long skipped = in.skip(length - passed);
                if (skipped <= 0 && in.read() < 0) {
                    return false;
                }
                passed += Math.max(skipped, 1);
            }
            return true;
        }
    }
}
