package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.WrongContentException;
import io.github.imagepromotion.registry.transport.Body;
import io.github.imagepromotion.registry.transport.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A blob to be sent, from any offset, in slices of 128 KB. The last slice is only returned if size and digest of the
 * content are right: a registry never gets complete content that does not match the descriptor. Not thread-safe.
 */
final class OutgoingBlob implements Closeable {
    private static final int SLICE = 128 * 1024;

    private final Descriptor blob;
    private final BlobSource source;
    private final byte[] slice;
    private @Nullable InputStream in;
    private long position;
    /** Of everything before {@link #hashed}. */
    private MessageDigest hash;

    private long hashed;
    /** Of everything before the part that is under way, from which that part can be repeated. */
    private MessageDigest before;

    private long beforePart;

    OutgoingBlob(Descriptor blob, BlobSource source) {
        this.blob = blob;
        this.source = source;
        this.slice = new byte[(int) Math.min(SLICE, blob.size())];
        this.hash = blob.digest().newHash();
        this.before = blob.digest().newHash();
    }

    Descriptor descriptor() {
        return blob;
    }

    /** {@return the part of the blob as a request's content} */
    Body part(long offset, long length) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                write(offset, length, out);
            }
        };
    }

    private void write(long offset, long length, OutputStream out) throws IOException {
        try {
            seek(offset);
        } catch (IOException e) {
            throw new SourceException(e);
        }
        for (long end = offset + length; position < end; ) {
            int count = (int) Math.min(slice.length, end - position);
            fill(count);
            out.write(slice, 0, count);
        }
    }

    /** Reads the next slice; the one that ends the blob only if the whole blob is right. */
    private void fill(int count) throws IOException {
        try {
            read(count);
            if (position == blob.size()) {
                checkEnd();
            }
        } catch (IOException e) {
            throw new SourceException(e);
        }
    }

    private void read(int count) throws IOException {
        InputStream open = in;
        if (open == null || open.readNBytes(slice, 0, count) < count) {
            throw wrong("it ends after fewer than " + blob.size() + " bytes");
        }
        hash.update(slice, 0, count);
        hashed += count;
        position += count;
    }

    private void checkEnd() throws IOException {
        InputStream open = in;
        if (open != null && open.read() >= 0) {
            throw wrong("it goes on after " + blob.size() + " bytes");
        }
        if (!blob.digest().matches(copyOf(hash).digest())) {
            throw wrong("its content has another digest");
        }
    }

    /** Brings the hash to the offset; what is missing between is read for it alone. */
    private void seek(long offset) throws IOException {
        if (hashed > offset) {
            boolean useful = beforePart <= offset;
            hash = useful ? copyOf(before) : blob.digest().newHash();
            hashed = useful ? beforePart : 0;
        }
        open(hashed);
        while (position < offset) {
            read((int) Math.min(slice.length, offset - position));
        }
        before = copyOf(hash);
        beforePart = offset;
        if (blob.size() == 0) {
            checkEnd();
        }
    }

    private void open(long offset) throws IOException {
        if (in != null && position == offset) {
            return;
        }
        close();
        in = source.open(blob, offset);
        position = offset;
    }

    private ImageException wrong(String how) {
        return new WrongContentException(blob, "send", how);
    }

    private static MessageDigest copyOf(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-2 can be cloned", e);
        }
    }

    @Override
    public void close() throws IOException {
        InputStream open = in;
        in = null;
        if (open != null) {
            open.close();
        }
    }
}
