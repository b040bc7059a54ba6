package io.github.imagepromotion.disk;

import java.util.List;

/**
 * An entry of a tar, where it is and what it is. Names are as the tar has them, and as little to be trusted.
 *
 * @param name as written, {@code ./} in front included
 * @param kind what it is
 * @param offset of its content's first byte in the tar
 * @param size of its content, in bytes, the holes of a sparse file included; 0 for what has none
 * @param link what a link points to, as written; empty for anything else
 * @param segments of a sparse file, in their order: what the tar holds of it, one after the other; between them are
 *     zeros. Empty for anything else
 */
public record TarEntry(String name, Kind kind, long offset, long size, String link, List<Segment> segments) {
    public TarEntry {
        segments = List.copyOf(segments);
    }

    /**
     * A part of a sparse file that is no hole.
     *
     * @param start in the file
     * @param length in bytes
     */
    public record Segment(long start, long length) {}

    /** What an entry is (POSIX.1-2017, pax, "ustar Interchange Format", typeflag). */
    public enum Kind {
        FILE,
        /** A file of which the tar leaves out what is zero (GNU tar manual, "Storing Sparse Files"). */
        SPARSE_FILE,
        DIRECTORY,
        /** The link is relative to the entry's directory. */
        SYMBOLIC_LINK,
        /** The link is the name of another entry. */
        HARD_LINK,
        /** Devices, pipes, and what nobody knows. */
        OTHER
    }
}
