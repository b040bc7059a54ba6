package io.github.imagepromotion.build.layer;

import io.airlift.compress.zstd.ZstdInputStream;
import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/** Decompresses content, detecting the format from its first bytes, with bounded memory for untrusted content. */
public final class Expansion {
    private static final int BUFFER = 64 * 1024;

    /** {@code xz -9} needs 65 MB; the limit is lower if this process has little memory. */
    private static final int MOST_XZ_MEGABYTES = 100;

    private static final int SHARE_OF_HEAP = 4;

    private Expansion() {}

    /**
     * @param stored stored content from its first byte; closed with the result
     * @param limit limit of the decompressed size
     * @return the decompressed content; the content itself if it is not compressed
     * @throws UnexpandableException if decompression needs too much memory or is not supported; also while reading
     * @throws IOException if the content cannot be read, or is malformed
     */
    public static InputStream of(InputStream stored, ExpansionLimit limit) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored, BUFFER);
        in.mark(Compression.MAGIC);
        byte[] magic = in.readNBytes(Compression.MAGIC);
        in.reset();
        Compression compression = Compression.of(magic);
        return switch (compression) {
            case NONE -> in;
            case GZIP -> limit.count(new GZIPInputStream(in, BUFFER));
            case ZSTD -> limit.count(new Checked(compression, new ZstdInputStream(new ZstdFrames(in))));
            case XZ -> limit.count(new Checked(compression, xz(in)));
            case BZIP2 -> limit.count(new Checked(compression, new BZip2CompressorInputStream(in, true)));
        };
    }

    private static InputStream xz(InputStream in) throws IOException {
        try {
            return new XZInputStream(in, xzKibibytes());
        } catch (UnsupportedOptionsException e) {
            throw new UnexpandableException(Compression.XZ, e);
        }
    }

    private static int xzKibibytes() {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / 1024;
        return (int) Math.min(MOST_XZ_MEGABYTES * 1024L, share);
    }

    /** Libraries throw unchecked exceptions for malformed content. */
    private static final class Checked extends PassingStream {
        private final Compression compression;

        Checked(Compression compression, InputStream in) {
            super(in);
            this.compression = compression;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (MemoryLimitException e) {
                throw new UnexpandableException(
                        compression, (e.getMemoryNeeded() + 1023) / 1024, (e.getMemoryLimit() + 1023) / 1024);
            } catch (UnsupportedOptionsException e) {
                // For example a dictionary of 4 GiB: valid for xz, but XZ for Java supports at most 2 GiB.
                throw new UnexpandableException(compression, e);
            } catch (RuntimeException e) {
                throw new IOException("it is not valid " + compression.tool() + " content", e);
            }
        }
    }
}
