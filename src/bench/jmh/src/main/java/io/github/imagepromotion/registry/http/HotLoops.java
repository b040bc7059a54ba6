package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.disk.FileSlice;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What each byte of a blob goes through on its way from the tar to the socket, for a blob of 64 MB in a cached file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HotLoops {
    private static final int SIZE = 64_000_000;
    private static final int OFFSET = 1536;

    /** Bytes read, hashed or written at once. */
    @Param({"32768", "131072", "1048576"})
    public int slice;

    private Path file;
    private FileChannel channel;
    private byte[] content;
    private byte[] buffer;
    private Descriptor blob;

    @Setup
    public void makeFile() throws IOException {
        content = new byte[SIZE];
        new Random(1).nextBytes(content);
        blob = Descriptor.of(MediaType.of("application/octet-stream"), Digest.sha256(content), SIZE);
        file = Files.createTempFile("hot-loops", ".tar");
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.write(java.nio.ByteBuffer.wrap(content), OFFSET);
        buffer = new byte[slice];
    }

    @TearDown
    public void removeFile() throws IOException {
        channel.close();
        Files.delete(file);
    }

    /** Reading alone. */
    @Benchmark
    public long copy() throws IOException {
        long sum = 0;
        try (InputStream in = open()) {
            for (int count; (count = in.read(buffer)) >= 0; ) {
                sum += count;
            }
        }
        return sum;
    }

    /** Hashing alone, of what is in memory. */
    @Benchmark
    public byte[] hash() {
        MessageDigest hash = blob.digest().newHash();
        for (int at = 0; at < SIZE; at += slice) {
            hash.update(content, at, Math.min(slice, SIZE - at));
        }
        return hash.digest();
    }

    /** Both, as the check of an archive does. */
    @Benchmark
    public byte[] copyAndHash() throws IOException {
        MessageDigest hash = blob.digest().newHash();
        try (InputStream in = open()) {
            for (int count; (count = in.read(buffer)) >= 0; ) {
                hash.update(buffer, 0, count);
            }
        }
        return hash.digest();
    }

    /** The same as an upload does it, in its own slices, without the socket. */
    @Benchmark
    public void outgoing() throws IOException {
        BlobSource source = (descriptor, offset) ->
                new FileSlice(channel, OFFSET + offset, OFFSET + descriptor.size());
        try (OutgoingBlob outgoing = new OutgoingBlob(blob, source)) {
            outgoing.part(0, SIZE).writeTo(OutputStream.nullOutputStream());
        }
    }

    private InputStream open() {
        return new FileSlice(channel, OFFSET, OFFSET + SIZE);
    }
}
