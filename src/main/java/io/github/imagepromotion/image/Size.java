package io.github.imagepromotion.image;

/** Formats numbers of bytes for display. */
public final class Size {
    private static final long KILOBYTE = 1_000;
    private static final long MEGABYTE = 1_000 * KILOBYTE;
    private static final long GIGABYTE = 1_000 * MEGABYTE;

    private Size() {}

    /**
     * Formats a size in decimal units, from kB on with one decimal place: {@code 812 B}, {@code 3.4 kB}, {@code 5.0
     * MB}, {@code 1.2 GB}.
     *
     * @param bytes number of bytes, not negative
     * @return the text
     */
    public static String shown(long bytes) {
        if (bytes < KILOBYTE) {
            return bytes + " B";
        }
        if (roundsBelow(MEGABYTE, bytes, KILOBYTE)) {
            return inTenths(bytes, KILOBYTE) + " kB";
        }
        return roundsBelow(GIGABYTE, bytes, MEGABYTE)
                ? inTenths(bytes, MEGABYTE) + " MB"
                : inTenths(bytes, GIGABYTE) + " GB";
    }

    /** 999,950 bytes are 1.0 MB, not 1000.0 kB. */
    private static boolean roundsBelow(long next, long bytes, long unit) {
        return bytes < next - unit / 20;
    }

    private static String inTenths(long bytes, long unit) {
        long tenth = unit / 10;
        long tenths = bytes / tenth + (bytes % tenth >= tenth / 2 ? 1 : 0);
        return tenths / 10 + "." + tenths % 10;
    }
}
