package io.github.imagepromotion.disk;

import java.util.List;

/**
 * An entry of a tar. Its fields are unverified.
 *
 * @param name name as stored, including a leading {@code ./}
 * @param kind type of the entry
 * @param offset offset of its content in the tar
 * @param size size of its content in bytes, including the holes of a sparse file; 0 for entries without content
 * @param link link target as stored; empty for other entries
 * @param segments data segments of a sparse file, in order, stored one after the other; the rest is zeros. Empty for
 *     other entries
 * @param modified time of the last change, in seconds since 1970; 0 if it is not stored
 */
public record TarEntry(
        String name, Kind kind, long offset, long size, String link, List<Segment> segments, long modified) {
    public TarEntry {
        segments = List.copyOf(segments);
    }

    /**
     * A data segment of a sparse file.
     *
     * @param start offset in the file
     * @param length length in bytes
     */
    public record Segment(long start, long length) {}

    /** Types of entries (POSIX.1-2017, pax, "ustar Interchange Format", typeflag). */
    public enum Kind {
        FILE,
        /** A file stored without its zeros (GNU tar manual, "Storing Sparse Files"). */
        SPARSE_FILE,
        DIRECTORY,
        /** The target is relative to the entry's directory. */
        SYMBOLIC_LINK,
        /** The target is the name of another entry. */
        HARD_LINK,
        /** Devices, pipes, and unknown types. */
        OTHER
    }
}
