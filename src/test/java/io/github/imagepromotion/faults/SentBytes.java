package io.github.imagepromotion.faults;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Operation;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes of each blob that clients send, whether a registry keeps them or not. */
final class SentBytes implements Traffic {
    /** A blob is known by its beginning: layers are random, configs name them. */
    private static final int BEGINNING = 160;

    private final Map<String, Descriptor> beginnings = new ConcurrentHashMap<>();
    private final Map<String, Descriptor> sessions = new ConcurrentHashMap<>();
    private final Map<Descriptor, LongAdder> sent = new ConcurrentHashMap<>();

    void expect(ImageArchive archive) throws IOException {
        for (Descriptor blob : archive.image().blobs()) {
            try (InputStream in = archive.open(blob, 0)) {
                beginnings.put(beginning(in.readNBytes(BEGINNING)), blob);
            }
            sent.put(blob, new LongAdder());
        }
    }

    private static String beginning(byte[] piece) {
        return HexFormat.of().formatHex(Arrays.copyOf(piece, Math.min(piece.length, BEGINNING)));
    }

    @Override
    public void sent(Head request, long offset, byte[] piece) {
        Operation operation = Operation.of(request);
        if (operation != Operation.UPLOAD_PATCH && operation != Operation.UPLOAD_PUT) {
            return;
        }
        String session = Operation.session(request);
        if (offset == 0 && request.field("Content-Range").orElse("0-").startsWith("0-")) {
            Descriptor blob = beginnings.get(beginning(piece));
            if (blob == null) {
                throw new IllegalStateException("a blob of nobody: " + request);
            }
            sessions.put(session, blob);
        }
        Descriptor blob = sessions.get(session);
        LongAdder count = blob == null ? null : sent.get(blob);
        if (count == null) {
            throw new IllegalStateException("an upload from the middle on: " + request);
        }
        count.add(piece.length);
    }

    /** {@return for each blob how many bytes were sent beyond its size} */
    Map<Descriptor, Long> sentAgain() {
        Map<Descriptor, Long> again = new ConcurrentHashMap<>();
        sent.forEach((blob, count) -> again.put(blob, count.sum() - blob.size()));
        return again;
    }
}
