package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.disk.PassingStream;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.VerifiedContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Verifies content against its descriptor. Size and digest are compared before the last byte is returned, so that the
 * error also reaches a reader that stops after the expected number of bytes.
 */
public final class VerifyingStream extends PassingStream implements VerifiedContent {

    /** Smaller content is hashed before a thread would have started. */
    private static final int LARGE = 4 * 1024 * 1024;

    private final Descriptor blob;
    private final String place;
    private final Runnable onDamage;
    private final MessageDigest hash;
    private long remaining;

    /**
     * @param content content from its first byte
     * @param blob expected descriptor
     * @param place source of the content, for messages
     * @param onDamage called before a mismatch is reported
     */
    public VerifyingStream(InputStream content, Descriptor blob, String place, Runnable onDamage) throws IOException {
        super(content);
        this.blob = blob;
        this.place = place;
        this.onDamage = onDamage;
        this.hash = blob.digest().newHash();
        this.remaining = blob.size();
        if (remaining == 0) {
            compare();
        }
    }

    @Override
    public Descriptor verified() {
        return blob;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            return atEnd();
        }
        count(count);
        hash.update(buffer, offset, count);
        if (remaining == 0) {
            compare();
        }
        return count;
    }

    /** Large content is hashed while it is written, since both take about as long. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        if (remaining < LARGE) {
            return super.transferTo(out);
        }
        long transferred = remaining;
        try (HashAside aside = new HashAside(hash)) {
            while (remaining > 0) {
                byte[] buffer = aside.buffer();
                int count = in.read(buffer, 0, buffer.length);
                if (count < 0) {
                    return atEnd();
                }
                count(count);
                aside.update(count);
                out.write(buffer, 0, count);
            }
            aside.finish();
        }
        compare();
        if (in.read() >= 0) {
            throw tooLong();
        }
        return transferred;
    }

    private void count(int count) {
        if (count > remaining) {
            throw tooLong();
        }
        remaining -= count;
    }

    private ImageException tooLong() {
        return damaged("it has more than the " + blob.size() + " bytes its descriptor says");
    }

    private int atEnd() {
        if (remaining > 0) {
            throw damaged("it ends " + remaining + " bytes before the " + blob.size() + " its descriptor says");
        }
        return -1;
    }

    private void compare() {
        if (!blob.digest().matches(hash.digest())) {
            throw damaged("its content does not have that digest");
        }
    }

    private ImageException damaged(String why) {
        onDamage.run();
        return new ImageException(blob.digest() + " of " + place + " is damaged: " + why + ".");
    }
}
