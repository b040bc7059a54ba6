package io.github.imagepromotion.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Iterator;

/** The content of a sparse file in a tar, with its holes as zeros. */
final class SparseContent extends InputStream {
    private final FileChannel tar;
    private final long size;
    private final Iterator<TarEntry.Segment> rest;
    private TarEntry.Segment segment = new TarEntry.Segment(0, 0);
    /** Offset of the current segment's first byte in the tar. */
    private long stored;

    private long position;

    SparseContent(FileChannel tar, TarEntry entry) {
        this.tar = tar;
        this.size = entry.size();
        this.stored = entry.offset();
        this.rest = entry.segments().iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0 || position >= size) {
            return length == 0 ? 0 : -1;
        }
        advance();
        if (position < segment.start()) {
            return zeros(target, offset, (int) Math.min(length, segment.start() - position));
        }
        long within = position - segment.start();
        if (within >= segment.length()) {
            return zeros(target, offset, (int) Math.min(length, size - position));
        }
        try (FileSlice slice = new FileSlice(tar, stored + within, stored + segment.length())) {
            int count = slice.read(target, offset, length);
            position += count;
            return count;
        }
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, size - position));
        position += skipped;
        return skipped;
    }

    private void advance() {
        while (position >= segment.start() + segment.length() && rest.hasNext()) {
            stored += segment.length();
            segment = rest.next();
        }
    }

    private int zeros(byte[] target, int offset, int count) {
        Arrays.fill(target, offset, offset + count, (byte) 0);
        position += count;
        return count;
    }
}
