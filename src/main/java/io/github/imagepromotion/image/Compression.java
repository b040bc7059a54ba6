package io.github.imagepromotion.image;

/** How content is compressed, going by its first bytes: labels have been wrong. */
public enum Compression {
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 8878. */
    ZSTD;

    /** How many first bytes {@link #of} wants to see. */
    public static final int MAGIC = 4;

    /**
     * @param magic the first {@value #MAGIC} bytes, or fewer where there are no more
     * @return what they say
     */
    public static Compression of(byte[] magic) {
        if (startsWith(magic, 0x1f, 0x8b)) {
            return GZIP;
        }
        return startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(magic) ? ZSTD : NONE;
    }

    /** RFC 8878, 3.1.2: such a frame may stand in front of the others. */
    private static boolean isSkippableFrame(byte[] magic) {
        return magic.length == MAGIC
                && (magic[0] & 0xf0) == 0x50
                && (magic[1] & 0xff) == 0x2a
                && (magic[2] & 0xff) == 0x4d
                && (magic[3] & 0xff) == 0x18;
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        boolean equal = bytes.length >= magic.length;
        for (int i = 0; equal && i < magic.length; i++) {
            equal = (bytes[i] & 0xff) == magic[i];
        }
        return equal;
    }
}
