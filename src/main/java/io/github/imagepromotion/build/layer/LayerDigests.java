package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Digests of a layer.
 *
 * @param stored digest of the stored bytes
 * @param size number of stored bytes
 * @param diffId digest of the decompressed bytes (image-spec 1.1, config.md, "Layer DiffID")
 */
public record LayerDigests(Digest stored, long size, Digest diffId) {
    private static final int BUFFER = 128 * 1024;

    /**
     * Decompresses a layer without storing the result.
     *
     * @param layer layer from its first byte; read to its end, not closed
     * @param algorithm any digest with the algorithm of the diffID
     * @param limit limit of the decompressed size
     * @return its digests
     * @throws IOException if it cannot be read, or is malformed
     */
    public static LayerDigests read(InputStream layer, Digest algorithm, ExpansionLimit limit) throws IOException {
        Meter meter = new Meter();
        InputStream stored = meter.of(layer);
        MessageDigest expanded = algorithm.newHash();
        byte[] buffer = new byte[BUFFER];
        InputStream content = Expansion.of(stored, limit);
        int count;
        while ((count = content.read(buffer)) >= 0) {
            expanded.update(buffer, 0, count);
        }
        // Bytes after the compressed content belong to the blob as well.
        stored.transferTo(OutputStream.nullOutputStream());
        Digest diffId = new Digest(algorithm.algorithm(), HexFormat.of().formatHex(expanded.digest()));
        return new LayerDigests(meter.digest(), meter.size, diffId);
    }

    /**
     * Hashes a layer that cannot be decompressed.
     *
     * @param layer layer from its first byte; read to its end, not closed
     * @param diffId its diffID, from the config
     * @return its digests
     */
    public static LayerDigests stored(InputStream layer, Digest diffId) throws IOException {
        Meter meter = new Meter();
        meter.of(layer).transferTo(OutputStream.nullOutputStream());
        return new LayerDigests(meter.digest(), meter.size, diffId);
    }

    /**
     * Compresses a layer.
     *
     * @param layer uncompressed layer from its first byte; read to its end, not closed
     * @param target receives the compressed bytes; not closed
     * @param threads number of compressing threads, at least 1; does not affect the result
     * @return its digests
     */
    public static LayerDigests compress(InputStream layer, OutputStream target, int threads) throws IOException {
        Meter meter = new Meter();
        MessageDigest expanded = Digest.newSha256();
        ParallelGzip.compress(new DigestInputStream(layer, expanded), meter.of(target), threads);
        return new LayerDigests(meter.digest(), meter.size, Digest.finish(expanded.digest()));
    }

    /** Hashes and counts bytes. */
    private static final class Meter {
        private final MessageDigest hash = Digest.newSha256();
        private long size;

        Digest digest() {
            return Digest.finish(hash.digest());
        }

        private void pass(byte[] bytes, int offset, int length) {
            hash.update(bytes, offset, length);
            size += length;
        }

        InputStream of(InputStream source) {
            return new PassingStream(source) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = in.read(target, offset, length);
                    pass(target, offset, Math.max(count, 0));
                    return count;
                }
            };
        }

        OutputStream of(OutputStream target) {
            return new FilterOutputStream(target) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    pass(bytes, offset, length);
                }
            };
        }
    }
}
