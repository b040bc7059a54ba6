package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.image.Pause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes one gzip member (RFC 1952) whose parts are compressed in parallel, as pigz does: each part uses the preceding
 * 32 KB as dictionary and ends at a byte boundary. Part size is fixed and the header has no time, so the output depends
 * on the content only, not on the number of threads.
 */
final class ParallelGzip {
    private static final int PART = 1024 * 1024;
    private static final int WINDOW = 32 * 1024;
    private static final int LEVEL = 6;
    private static final int PARTS_PER_THREAD = 2;

    /** RFC 1952, 2.3: deflate, no flags, no time, no extra flags, unknown operating system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private ParallelGzip() {}

    /**
     * @param content content from its first byte; read to its end, not closed
     * @param target receives the gzip member; not closed
     * @param threads number of compressing threads, at least 1
     */
    static void compress(InputStream content, OutputStream target, int threads) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "gzip");
            thread.setDaemon(true);
            return thread;
        });
        try {
            target.write(HEADER, 0, HEADER.length);
            compressParts(content, target, workers, threads * PARTS_PER_THREAD);
        } finally {
            workers.shutdownNow();
        }
    }

    private static void compressParts(InputStream content, OutputStream target, ExecutorService workers, int ahead)
            throws IOException {
        Deque<Future<byte[]>> underWay = new ArrayDeque<>();
        CRC32 crc = new CRC32();
        long size = 0;
        byte[] window = new byte[0];
        byte[] part = content.readNBytes(PART);
        boolean last = false;
        while (!last) {
            byte[] next = part.length < PART ? new byte[0] : content.readNBytes(PART);
            last = next.length == 0;
            crc.update(part, 0, part.length);
            size += part.length;
            underWay.add(workers.submit(new Part(window, part, last)::deflate));
            if (underWay.size() > ahead) {
                write(underWay.remove(), target);
            }
            window = Arrays.copyOfRange(part, Math.max(0, part.length - WINDOW), part.length);
            part = next;
        }
        for (Future<byte[]> rest : underWay) {
            write(rest, target);
        }
        byte[] trailer = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt((int) size)
                .array();
        target.write(trailer, 0, trailer.length);
    }

    private static void write(Future<byte[]> part, OutputStream target) throws IOException {
        try {
            byte[] bytes = part.get();
            target.write(bytes, 0, bytes.length);
        } catch (ExecutionException e) {
            throw new IOException("cannot compress", e.getCause());
        } catch (InterruptedException e) {
            throw Pause.interrupted("a layer is compressed", e);
        }
    }

    private record Part(byte[] window, byte[] content, boolean last) {

        byte[] deflate() {
            Deflater deflater = new Deflater(LEVEL, true);
            try {
                deflater.setDictionary(window);
                deflater.setInput(content);
                if (last) {
                    deflater.finish();
                }
                return drain(deflater);
            } finally {
                deflater.end();
            }
        }

        private byte[] drain(Deflater deflater) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
            byte[] buffer = new byte[WINDOW];
            int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            int count;
            do {
                count = deflater.deflate(buffer, 0, buffer.length, flush);
                out.write(buffer, 0, count);
            } while (last ? !deflater.finished() : count == buffer.length);
            return out.toByteArray();
        }
    }
}
