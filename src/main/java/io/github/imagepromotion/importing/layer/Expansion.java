package io.github.imagepromotion.importing.layer;

import io.airlift.compress.zstd.ZstdInputStream;
import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Expands what is compressed, whatever its label says. Content nobody vouches for costs bounded memory. */
public final class Expansion {
    private static final int BUFFER = 64 * 1024;

    private Expansion() {}

    /**
     * @param stored the content as it is stored, from its first byte; closed with the result
     * @param limit of what it expands to
     * @return the content as it was before it was compressed
     * @throws IOException if it cannot be read, or is not compressed as its first bytes say
     */
    public static InputStream of(InputStream stored, ExpansionLimit limit) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored, BUFFER);
        in.mark(Compression.MAGIC);
        byte[] magic = in.readNBytes(Compression.MAGIC);
        in.reset();
        return switch (Compression.of(magic)) {
            case NONE -> in;
            case GZIP -> limit.count(new GZIPInputStream(in, BUFFER));
            case ZSTD -> limit.count(new CheckedZstd(new ZstdInputStream(new ZstdFrames(in))));
        };
    }

    /** The library says by unchecked exceptions that content is malformed. */
    private static final class CheckedZstd extends PassingStream {
        CheckedZstd(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (RuntimeException e) {
                throw new IOException("it is no valid zstd content", e);
            }
        }
    }
}
