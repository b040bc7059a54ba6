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

/** Expands what is compressed, whatever its label says. Content nobody vouches for costs bounded memory. */
public final class Expansion {
    private static final int BUFFER = 64 * 1024;

    /** What {@code xz -9} takes, 65 MB, and some; less where this process may have little. */
    private static final int MOST_XZ_MEGABYTES = 100;

    private static final int SHARE_OF_HEAP = 4;

    private Expansion() {}

    /**
     * @param stored the content as it is stored, from its first byte; closed with the result
     * @param limit of what it expands to
     * @return the content as it was before it was compressed
     * @throws UnexpandableException if that takes more memory than should be spent on it, or is not known how to do, here or
     *     while it is read
     * @throws IOException if it cannot be read, or is not compressed as its first bytes say
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

    /** Libraries say by unchecked exceptions that content is malformed. */
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
                // Such as a dictionary of 4 GiB: xz knows it, its port to Java 2 GiB at the most.
                throw new UnexpandableException(compression, e);
            } catch (RuntimeException e) {
                throw new IOException("it is no valid " + compression.tool() + " content", e);
            }
        }
    }
}
