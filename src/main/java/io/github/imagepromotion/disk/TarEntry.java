package io.github.imagepromotion.disk;

/**
 * An entry of a tar, where it is and what it is. Names are as the tar has them, and as little to be trusted.
 *
 * @param name as written, {@code ./} in front included
 * @param kind what it is
 * @param offset of its content's first byte in the tar
 * @param size of its content, in bytes; 0 for what has none
 * @param link what a link points to, as written; empty for anything else
 */
public record TarEntry(String name, Kind kind, long offset, long size, String link) {

    /** What an entry is (POSIX.1-2017, pax, "ustar Interchange Format", typeflag). */
    public enum Kind {
        FILE,
        DIRECTORY,
        /** The link is relative to the entry's directory. */
        SYMBOLIC_LINK,
        /** The link is the name of another entry. */
        HARD_LINK,
        /** Devices, pipes, sparse files, and what nobody knows. */
        OTHER
    }
}
