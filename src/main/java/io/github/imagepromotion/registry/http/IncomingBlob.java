package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a blob: never more bytes than its descriptor states, and never silently fewer. After a broken connection,
 * reading resumes at the same offset. Used by one thread.
 */
final class IncomingBlob extends InputStream {

    /**
     * Bytes after which an attempt counts as progress, so that the attempts of a server that keeps breaking off are
     * counted.
     */
    private static final long PROGRESS = 64 * 1024;

    private final Descriptor blob;
    private final IoFunction<Long, Response> opening;
    private final Attempts attempts;
    private long position;
    private long arrived;
    private @Nullable Response response;
    private InputStream content = InputStream.nullInputStream();

    IncomingBlob(Descriptor blob, long offset, IoFunction<Long, Response> opening, RegistryClient client)
            throws IOException {
        this.blob = blob;
        this.opening = opening;
        this.attempts = client.attempts("read blob '" + blob.digest() + "'");
        this.position = offset;
        if (offset < blob.size() || offset == 0) {
            open();
        }
    }

    private void open() throws IOException {
        Response answer = opening.apply(position);
        response = answer;
        content = answer.body();
        if (answer.status() != 206 && position > 0) {
            // The registry does not support ranges, and starts at the beginning (RFC 9110, section 14.2).
            content.skipNBytes(position);
        } else if (answer.status() == 206
                && !answer.header("Content-Range").orElse("").startsWith("bytes " + position + "-")) {
            throw new ImageException(
                    "Refused blob '" + blob.digest() + "': the registry sent another range of it than it"
                            + " was asked for. Have the registry, or the proxy before it, mended.");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == blob.size()) {
            return end();
        }
        while (true) {
            try {
                int count = content.read(target, offset, (int) Math.min(length, blob.size() - position));
                if (count < 0) {
                    throw new EOFException("the registry ended " + blob.digest() + " after " + position + " of "
                            + blob.size() + " bytes");
                }
                position += count;
                arrived += count;
                if (arrived >= PROGRESS) {
                    attempts.progressed();
                }
                return count;
            } catch (IOException e) {
                reopen(e);
            }
        }
    }

    private int end() throws IOException {
        if (content.read() >= 0) {
            close();
            throw new DamagedContentException(
                    "Refused blob '" + blob.digest() + "': the registry sent more than the " + blob.size()
                            + " bytes that it should have. It serves other content than it names; have it mended.");
        }
        return -1;
    }

    /** Opens the blob again at the offset; the connection may break again while the bytes before it are skipped. */
    private void reopen(IOException failure) throws IOException {
        IOException cause = failure;
        while (true) {
            giveUpOrWait(cause);
            try {
                open();
                return;
            } catch (IOException e) {
                cause = e;
            }
        }
    }

    private void giveUpOrWait(IOException failure) throws IOException {
        close();
        arrived = 0;
        if (!attempts.again(failure)) {
            throw new ImageException(
                    Message.of("Cannot read blob '" + blob.digest() + "': the registry broke off after " + position
                                    + " of " + blob.size() + " bytes, and again ("
                                    + Text.printable(String.valueOf(failure.getMessage())) + ").")
                            .because(RegistryReason.BROKE_OFF),
                    failure);
        }
    }

    @Override
    public void close() {
        Response open = response;
        response = null;
        content = InputStream.nullInputStream();
        if (open != null) {
            open.close();
        }
    }
}
