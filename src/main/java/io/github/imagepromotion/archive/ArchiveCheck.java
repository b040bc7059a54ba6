package io.github.imagepromotion.archive;

import io.github.imagepromotion.disk.FileSlice;
import io.github.imagepromotion.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** Verifies every byte of an archive. */
final class ArchiveCheck {
    private static final int BUFFER = 256 * 1024;

    private final FileChannel channel;
    private final Map<String, TarIndex.Slice> slices;
    private final String what;

    ArchiveCheck(FileChannel channel, Map<String, TarIndex.Slice> slices, String what) {
        this.channel = channel;
        this.slices = slices;
        this.what = what;
    }

    /** Verifies everything except blobs: headers, and that there is nothing between entries. */
    void checkStructure() throws IOException {
        checkHeaders();
        checkGaps();
    }

    void checkBlob(Digest digest) throws IOException {
        TarIndex.Slice slice = Objects.requireNonNull(slices.get(ArchiveLayout.blobName(digest)));
        MessageDigest hash = digest.newHash();
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, slice.size()))];
        try (InputStream in = new FileSlice(channel, slice.offset(), slice.offset() + slice.size())) {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, count);
            }
        }
        if (!digest.matches(hash.digest())) {
            throw TarIndex.refused(what, "the content of " + digest + " does not have that digest");
        }
    }

    /**
     * Owner, time and mode are fixed by the format, so each header has exactly one valid form. Nothing is before it, such as
     * the extended header of a pax tar, which would tell other readers otherwise.
     */
    private void checkHeaders() throws IOException {
        long begin = 0;
        for (Map.Entry<String, TarIndex.Slice> entry : slices.entrySet()) {
            TarIndex.Slice slice = entry.getValue();
            byte[] expected = TarOutput.header(entry.getKey(), slice.size());
            try (InputStream in = new FileSlice(channel, begin, slice.offset())) {
                if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
                    throw TarIndex.refused(what, "the header of the entry '" + entry.getKey() + "' is damaged");
                }
            }
            begin = roundUp(slice.offset() + slice.size(), ArchiveLayout.BLOCK);
        }
    }

    /** Padding up to the next block, and after the last entry, must be zeros. */
    private void checkGaps() throws IOException {
        long last = 0;
        for (TarIndex.Slice slice : slices.values()) {
            long end = slice.offset() + slice.size();
            long block = roundUp(end, ArchiveLayout.BLOCK);
            checkZeros(end, Math.min(block, channel.size()));
            last = Math.max(last, block);
        }
        checkZeros(last, channel.size());
        if (channel.size() != roundUp(last + 2L * ArchiveLayout.BLOCK, ArchiveLayout.RECORD)) {
            throw TarIndex.refused(what, "it is not as long as it was written, so it is truncated");
        }
    }

    private static long roundUp(long size, int unit) {
        return (size + unit - 1) / unit * unit;
    }

    private void checkZeros(long from, long to) throws IOException {
        try (InputStream in = new FileSlice(channel, from, to)) {
            byte[] buffer = new byte[ArchiveLayout.BLOCK];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != 0) {
                        throw TarIndex.refused(what, "there are bytes between its entries");
                    }
                }
            }
        }
    }
}
