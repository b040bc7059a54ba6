package io.github.imagepromotion.disk;

import io.github.imagepromotion.image.IoSupplier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data segments of a sparse file (GNU tar manual, "Storing Sparse Files"), from any of the four formats: in the
 * header and the blocks after it (old GNU format), in an extended header (0.0 and 0.1), or before the data (1.0).
 *
 * @param size size of the file in bytes, including holes
 * @param segments data segments in order, without holes
 */
record SparseMap(long size, List<TarEntry.Segment> segments) {
    /** Records of an extended header. */
    static final String PREFIX = "GNU.sparse.";

    static final String NAME = "GNU.sparse.name";

    static final String MAP = "GNU.sparse.map";
    static final String MAJOR = "GNU.sparse.major";
    static final String MINOR = "GNU.sparse.minor";
    static final String SIZE = "GNU.sparse.size";
    static final String REAL_SIZE = "GNU.sparse.realsize";
    static final String BLOCKS = "GNU.sparse.numblocks";
    /** Of format 0.0; repeated for each segment. */
    static final String OFFSET = "GNU.sparse.offset";

    static final String LENGTH = "GNU.sparse.numbytes";

    private static final int MOST_SEGMENTS = 100_000;
    private static final int OLD_IN_HEADER = 4;
    private static final int OLD_IN_EXTENSION = 21;
    private static final int OLD_SEGMENT = 24;

    SparseMap {
        segments = List.copyOf(segments);
    }

    /** {@return whether an extended header describes a sparse file} */
    static boolean isIn(Map<String, String> extension) {
        return extension.containsKey(MAP) || extension.containsKey(MAJOR) || extension.containsKey(BLOCKS);
    }

    /** Old GNU format: four segments in the header of type {@code S}, 21 in each following block. */
    static SparseMap old(byte[] header, IoSupplier<byte[]> blocks) throws IOException {
        List<TarEntry.Segment> segments = new ArrayList<>();
        add(segments, header, 386, OLD_IN_HEADER);
        boolean more = header[482] != 0;
        while (more) {
            byte[] block = blocks.get();
            add(segments, block, 0, OLD_IN_EXTENSION);
            more = block[504] != 0;
            checkNumber(segments.size());
        }
        return of(TarHeader.number(header, 483, 495), segments);
    }

    private static void add(List<TarEntry.Segment> segments, byte[] block, int from, int count)
            throws DamagedTarException {
        for (int i = 0; i < count; i++) {
            int at = from + i * OLD_SEGMENT;
            long length = TarHeader.number(block, at + 12, at + OLD_SEGMENT);
            if (length > 0) {
                segments.add(new TarEntry.Segment(TarHeader.number(block, at, at + 12), length));
            }
        }
    }

    /** Formats 0.0 and 0.1; {@link TarHeader#records} converts the former to the latter. */
    static SparseMap ofRecords(Map<String, String> extension) throws DamagedTarException {
        String map = extension.getOrDefault(MAP, "");
        String[] numbers = map.isEmpty() ? new String[0] : map.split(",", -1);
        checkNumber(numbers.length / 2);
        List<TarEntry.Segment> segments = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.length; i += 2) {
            segments.add(new TarEntry.Segment(number(numbers[i]), number(numbers[i + 1])));
        }
        if (numbers.length % 2 != 0) {
            throw malformed();
        }
        return of(number(extension.getOrDefault(SIZE, "")), segments);
    }

    /** Format 1.0: one number per line, in blocks before the data. */
    static SparseMap inFront(Map<String, String> extension, IoSupplier<byte[]> blocks) throws IOException {
        Lines lines = new Lines(blocks);
        long count = number(lines.next());
        checkNumber(count);
        List<TarEntry.Segment> segments = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            segments.add(new TarEntry.Segment(number(lines.next()), number(lines.next())));
        }
        String size = Optional.ofNullable(extension.get(REAL_SIZE)).orElse(extension.getOrDefault(SIZE, ""));
        return of(number(size), segments);
    }

    /** {@return whether the map is stored before the data} */
    static boolean isInFront(Map<String, String> extension) {
        return "1".equals(extension.get(MAJOR));
    }

    private static SparseMap of(long size, List<TarEntry.Segment> segments) throws DamagedTarException {
        long end = 0;
        List<TarEntry.Segment> data = new ArrayList<>();
        for (TarEntry.Segment segment : segments) {
            if (segment.start() < end || segment.length() > size - segment.start()) {
                throw malformed();
            }
            end = segment.start() + segment.length();
            if (segment.length() > 0) {
                data.add(segment);
            }
        }
        return new SparseMap(size, data);
    }

    /** {@return number of bytes of data, without holes} */
    long stored() {
        return segments.stream().mapToLong(TarEntry.Segment::length).sum();
    }

    private static void checkNumber(long segments) throws DamagedTarException {
        if (segments > MOST_SEGMENTS) {
            throw new DamagedTarException("a sparse file in it has more than " + MOST_SEGMENTS + " segments");
        }
    }

    private static long number(String text) throws DamagedTarException {
        if (!text.matches("[0-9]{1,18}")) {
            throw malformed();
        }
        return Long.parseLong(text);
    }

    static DamagedTarException malformed() {
        return new DamagedTarException("the map of a sparse file in it is malformed");
    }

    private static final class Lines {
        private static final int LONGEST = 20;

        private final IoSupplier<byte[]> blocks;
        private byte[] block = new byte[0];
        private int position;

        Lines(IoSupplier<byte[]> blocks) {
            this.blocks = blocks;
        }

        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            for (char c = read(); c != '\n'; c = read()) {
                line.append(c);
                if (line.length() > LONGEST) {
                    throw malformed();
                }
            }
            return line.toString();
        }

        private char read() throws IOException {
            if (position == block.length) {
                block = blocks.get();
                position = 0;
            }
            return (char) (block[position++] & 0xff);
        }
    }
}
