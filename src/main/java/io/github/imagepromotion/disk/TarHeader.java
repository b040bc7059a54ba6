package io.github.imagepromotion.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A header block of a tar (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format").
 *
 * @param name name as stored, including the ustar prefix
 * @param type typeflag
 * @param size size of the content in bytes, at least 0
 * @param link link target as stored
 * @param modified time of the last change, in seconds since 1970; 0 if it is not stored
 */
record TarHeader(String name, char type, long size, String link, long modified) {
    static final int BLOCK = 512;

    /** The error of a block that is not a header. */
    static final String NONE = "it is not a tar, or a header in it is damaged";

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;

    /**
     * {@return the modification time in an extended header, in seconds with fractions, otherwise that of this header}
     */
    long modifiedOr(String extended) {
        return extended.matches("[0-9]{1,12}(\\.[0-9]*)?") ? Long.parseLong(extended.split("\\.")[0]) : modified;
    }

    /** {@return whether the block is one of those that end a tar} */
    static boolean isEnd(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether the block is a header, or one of those that end a tar} */
    static boolean isHeader(byte[] block) {
        try {
            return block.length == BLOCK && (isEnd(block) || isSum(block, number(block, CHECKSUM, CHECKSUM_END)));
        } catch (DamagedTarException e) {
            return false;
        }
    }

    /** @throws DamagedTarException if the block is not a header, or a damaged one */
    static TarHeader parse(byte[] block) throws DamagedTarException {
        if (!isHeader(block)) {
            throw new DamagedTarException(NONE);
        }
        String name = text(block, 0, 100);
        // The old GNU format stores other fields in place of the POSIX prefix.
        boolean posix = block[262] == 0;
        String prefix = posix && text(block, 257, 262).equals("ustar") ? text(block, 345, 500) : "";
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                (char) (block[CHECKSUM_END] & 0xff),
                number(block, 124, 136),
                text(block, 157, 257),
                modified(block));
    }

    /** Only used for display, so an unreadable time counts as absent. */
    private static long modified(byte[] block) {
        try {
            return Math.max(0, number(block, 136, CHECKSUM));
        } catch (DamagedTarException e) {
            return 0;
        }
    }

    /**
     * Links, devices, directories and pipes have no content, whatever size is stated (Go's archive/tar does the same).
     */
    boolean hasContent() {
        return type < '1' || type > '6';
    }

    /** {@return whether this is a sparse file in the old GNU format} */
    boolean isOldSparse() {
        return type == 'S';
    }

    TarEntry.Kind kind(String fullName) {
        return switch (type) {
            case '0', '\0', '7' -> fullName.endsWith("/") ? TarEntry.Kind.DIRECTORY : TarEntry.Kind.FILE;
            case '1' -> TarEntry.Kind.HARD_LINK;
            case '2' -> TarEntry.Kind.SYMBOLIC_LINK;
            case '5' -> TarEntry.Kind.DIRECTORY;
            default -> TarEntry.Kind.OTHER;
        };
    }

    /**
     * Parses the records of an extended header, {@code length key=value\n}, where length is that of the whole record in
     * bytes. Repeated records of a sparse file in format 0.0 are converted to format 0.1.
     */
    static Map<String, String> records(byte[] content) throws DamagedTarException {
        Map<String, String> records = new HashMap<>();
        StringBuilder map = new StringBuilder();
        int start = 0;
        while (start < content.length && content[start] != 0) {
            int end = start + length(content, start);
            int space = indexOf(content, ' ', start, end);
            int equals = indexOf(content, '=', space, end);
            String key = utf8(content, space + 1, equals);
            String value = utf8(content, equals + 1, end - 1);
            if (content[end - 1] != '\n') {
                throw new DamagedTarException("an extended header is malformed");
            }
            if (key.equals(SparseMap.OFFSET) || key.equals(SparseMap.LENGTH)) {
                map.append(map.isEmpty() ? "" : ",").append(value);
            } else {
                records.put(key, value);
            }
            start = end;
        }
        if (!map.isEmpty()) {
            records.put(SparseMap.MAP, map.toString());
        }
        return records;
    }

    private static int length(byte[] content, int start) throws DamagedTarException {
        int space = indexOf(content, ' ', start, Math.min(content.length, start + 9));
        String digits = utf8(content, start, space);
        int length = digits.matches("[0-9]{1,8}") ? Integer.parseInt(digits) : 0;
        if (length <= space - start + 2 || length > content.length - start) {
            throw new DamagedTarException("an extended header is malformed");
        }
        return length;
    }

    private static int indexOf(byte[] content, char wanted, int from, int to) throws DamagedTarException {
        for (int i = from; i < to; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        throw new DamagedTarException("an extended header is malformed");
    }

    private static String utf8(byte[] content, int from, int to) {
        return new String(content, from, Math.max(0, to - from), StandardCharsets.UTF_8);
    }

    private static String text(byte[] block, int from, int to) {
        int end = from;
        while (end < to && block[end] != 0) {
            end++;
        }
        return utf8(block, from, end);
    }

    /** Octal digits, or if the first bit is set, GNU's base-256 encoding. */
    static long number(byte[] block, int from, int to) throws DamagedTarException {
        if ((block[from] & 0x80) != 0) {
            return base256(block, from, to);
        }
        String digits = text(block, from, to).trim();
        if (!digits.matches("[0-7]{0,12}")) {
            throw new DamagedTarException(NONE);
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static long base256(byte[] block, int from, int to) throws DamagedTarException {
        byte[] high = Arrays.copyOfRange(block, from, to - 7);
        high[0] &= 0x7f;
        if (!isEnd(high)) {
            throw new DamagedTarException("a header in it states an impossible size");
        }
        long value = 0;
        for (int i = to - 7; i < to; i++) {
            value = value << 8 | block[i] & 0xff;
        }
        return value;
    }

    /** Some old tars used signed bytes for the checksum. */
    private static boolean isSum(byte[] block, long stated) {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        return stated == unsigned || stated == signed;
    }
}
