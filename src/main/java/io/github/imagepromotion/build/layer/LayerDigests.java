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
 * What a layer is, compressed and not.
 *
 * @param stored digest of the bytes as they are stored
 * @param size of these, in bytes
 * @param diffId digest of the bytes that they expand to (image-spec 1.1, config.md, "Layer DiffID")
 */
public record LayerDigests(Digest stored, long size, Digest diffId) {
    private static final int BUFFER = 128 * 1024;

    /**
     * Expands a layer to nowhere.
     *
     * @param layer from its first byte; read to its end, and left open
     * @param algorithm any digest of the algorithm of the diffID
     * @param limit of what it expands to
     * @return its digests
     * @throws IOException if it cannot be read, or is not compressed as its first bytes say
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
        // What follows the compressed content belongs to the blob as well.
        stored.transferTo(OutputStream.nullOutputStream());
        Digest diffId = new Digest(algorithm.algorithm(), HexFormat.of().formatHex(expanded.digest()));
        return new LayerDigests(meter.digest(), meter.size, diffId);
    }

    /**
     * Reads a layer as it is stored, where that cannot be expanded.
     *
     * @param layer from its first byte; read to its end, and left open
     * @param diffId of it, as its config says
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
     * @param layer not compressed, from its first byte; read to its end, and left open
     * @param target takes the compressed bytes; left open
     * @param threads how many compress at once, at least 1
     * @return its digests; the same layer gives the same, however many threads there are
     */
    public static LayerDigests compress(InputStream layer, OutputStream target, int threads) throws IOException {
        Meter meter = new Meter();
        MessageDigest expanded = Digest.newSha256();
        ParallelGzip.compress(new DigestInputStream(layer, expanded), meter.of(target), threads);
        return new LayerDigests(meter.digest(), meter.size, Digest.finish(expanded.digest()));
    }

    /** Hashes and counts what passes by. */
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
