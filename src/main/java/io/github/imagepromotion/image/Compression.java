package io.github.imagepromotion.image;

/** Compression formats, recognized by the first bytes: media types and file names may be wrong. */
public enum Compression {
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD,
    /** The .xz file format 1.2, section 2.1.1. */
    XZ,
    /** bzip2. A tar may also begin with {@code BZh}, as a file name, so the following block is examined, too. */
    BZIP2;

    /** Number of bytes that {@link #of} examines. */
    public static final int MAGIC = 10;

    private static final int SKIPPABLE = 4;

    /**
     * @param magic the first {@value #MAGIC} bytes, or fewer if there are no more
     * @return the format
     */
    public static Compression of(byte[] magic) {
        if (startsWith(magic, 0, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (startsWith(magic, 0, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(magic)) {
            return ZSTD;
        }
        if (startsWith(magic, 0, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        return isBzip2(magic) ? BZIP2 : NONE;
    }

    /** {@return name of the tool, for messages} */
    public String tool() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** RFC 8878, 3.1.2: skippable frames may precede others. */
    private static boolean isSkippableFrame(byte[] magic) {
        return magic.length >= SKIPPABLE && (magic[0] & 0xf0) == 0x50 && startsWith(magic, 1, 0x2a, 0x4d, 0x18);
    }

    /** The level, then the magic number of the first block or of the end. */
    private static boolean isBzip2(byte[] magic) {
        return startsWith(magic, 0, 'B', 'Z', 'h')
                && (startsWith(magic, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || startsWith(magic, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
    }

    private static boolean startsWith(byte[] bytes, int from, int... magic) {
        boolean equal = bytes.length >= from + magic.length;
        for (int i = 0; equal && i < magic.length; i++) {
            equal = (bytes[from + i] & 0xff) == magic[i];
        }
        return equal;
    }
}
