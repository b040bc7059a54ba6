package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.Compression;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on zstd frames without skippable frames (RFC 8878, 3.1.2), which podman's zstd:chunked layers contain and the
 * decompressor does not support. Refuses frames with a window larger than the memory limit.
 */
final class ZstdFrames extends PassingStream {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int BLOCK_HEADER = 3;
    private static final int LARGEST_WINDOW_LOG = 23;

    /** Bytes of the current frame that were read ahead and not returned yet. */
    private byte[] head = new byte[0];

    private int headPosition;
    /** Number of bytes of the current block to return after the head. */
    private long block;

    private boolean inFrame;
    private boolean lastBlock;
    private boolean hasChecksum;

    ZstdFrames(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (headPosition == head.length && block == 0) {
            if (!advance()) {
                return -1;
            }
        }
        return headPosition < head.length ? fromHead(target, offset, length) : fromBlock(target, offset, length);
    }

    private int fromHead(byte[] target, int offset, int length) {
        int count = Math.min(length, head.length - headPosition);
        System.arraycopy(head, headPosition, target, offset, count);
        headPosition += count;
        return count;
    }

    private int fromBlock(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, (int) Math.min(length, block));
        if (count < 0) {
            throw new IOException("its zstd content ends early");
        }
        block -= count;
        return count;
    }

    /** Advances to the next block, checksum or frame. */
    private boolean advance() throws IOException {
        if (!inFrame) {
            return beginFrame();
        }
        if (!lastBlock) {
            beginBlock();
            return true;
        }
        inFrame = false;
        show(need(hasChecksum ? 4 : 0));
        return true;
    }

    private boolean beginFrame() throws IOException {
        byte[] magic = in.readNBytes(4);
        while (magic.length == 4 && (number(magic) & 0xFFFFFFF0) == SKIPPABLE) {
            in.skipNBytes(number(need(4)) & 0xFFFFFFFFL);
            magic = in.readNBytes(4);
        }
        if (magic.length == 0) {
            return false;
        }
        if (magic.length < 4 || number(magic) != MAGIC) {
            throw new IOException("its zstd content has no further frame where one is due");
        }
        show(join(magic, frameHeader()));
        inFrame = true;
        lastBlock = false;
        return true;
    }

    /** RFC 8878, 3.1.1.1, "Frame_Header". */
    private byte[] frameHeader() throws IOException {
        byte[] descriptor = need(1);
        boolean singleSegment = (descriptor[0] & 0x20) != 0;
        hasChecksum = (descriptor[0] & 0x04) != 0;
        int dictionary = new int[] {0, 1, 2, 4}[descriptor[0] & 3];
        int contentSize = new int[] {singleSegment ? 1 : 0, 2, 4, 8}[(descriptor[0] >> 6) & 3];
        byte[] window = need(singleSegment ? 0 : 1);
        byte[] dictionaryId = need(dictionary);
        byte[] size = need(contentSize);
        long wanted = singleSegment ? value(size) : window(window[0] & 0xff);
        if (wanted < 0 || wanted > 1L << LARGEST_WINDOW_LOG) {
            throw new UnexpandableException(Compression.ZSTD, megabytes(wanted), megabytes(1L << LARGEST_WINDOW_LOG));
        }
        return join(join(descriptor, window), join(dictionaryId, size));
    }

    /** RFC 8878, 3.1.1.1.2, "Window_Descriptor". */
    private static long window(int descriptor) {
        long base = 1L << 10 + (descriptor >> 3);
        return base + base / 8 * (descriptor & 7);
    }

    private static long value(byte[] littleEndian) {
        long value = 0;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            value = value << 8 | littleEndian[i] & 0xff;
        }
        // RFC 8878, 3.1.1.1.4: a two-byte content size has an offset of 256.
        return littleEndian.length == 2 ? value + 256 : value;
    }

    private static long megabytes(long bytes) {
        return (bytes >>> 20) + ((bytes & 0xFFFFF) == 0 ? 0 : 1);
    }

    /** RFC 8878, 3.1.1.2: an RLE block is stored as one byte, whatever its size. */
    private void beginBlock() throws IOException {
        byte[] header = need(BLOCK_HEADER);
        int bits = header[0] & 0xff | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        lastBlock = (bits & 1) != 0;
        boolean repeated = (bits >> 1 & 3) == 1;
        block = repeated ? 1 : bits >> 3;
        show(header);
    }

    private void show(byte[] bytes) {
        head = bytes;
        headPosition = 0;
    }

    private byte[] need(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("its zstd content ends early");
        }
        return bytes;
    }

    private static int number(byte[] bytes) {
        return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24;
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
