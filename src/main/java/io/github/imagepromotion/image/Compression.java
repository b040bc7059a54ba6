package io.github.imagepromotion.image;

/** How content is compressed, going by its first bytes: labels have been wrong. */
public enum Compression {
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD,
    /** The .xz file format 1.2, 2.1.1. */
    XZ,
    /** Of bzip2; a tar may begin with the name of a file {@code BZh}, so that its first block is looked at, too. */
    BZIP2;

    /** How many first bytes {@link #of} wants to see. */
    public static final int MAGIC = 10;

    private static final int SKIPPABLE = 4;

    /**
     * @param magic the first {@value #MAGIC} bytes, or fewer where there are no more
     * @return what they say
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

    /** {@return the name of the tool, as a message names it} */
    public String tool() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** RFC 8878, 3.1.2: such a frame may stand in front of the others. */
    private static boolean isSkippableFrame(byte[] magic) {
        return magic.length >= SKIPPABLE && (magic[0] & 0xf0) == 0x50 && startsWith(magic, 1, 0x2a, 0x4d, 0x18);
    }

    /** A level, then the first block, or the end where there is none. */
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
