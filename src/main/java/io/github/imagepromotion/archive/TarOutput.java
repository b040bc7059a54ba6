package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.VerifiedContent;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a tar of plain files with uid 0 and a fixed time. */
final class TarOutput implements Closeable {
    private static final int BUFFER = 256 * 1024;
    private static final long FIXED_TIME = 1_000;
    private static final int READABLE = 0100644;

    private final OutputStream buffered;
    private final TarArchiveOutputStream tar;
    private final byte[] buffer = new byte[BUFFER];

    /** @param out receives the tar; not closed */
    TarOutput(OutputStream out) {
        // The tar library writes single blocks of 512 bytes.
        buffered = new BufferedOutputStream(out, BUFFER);
        tar = open(buffered, ArchiveLayout.RECORD);
    }

    void add(String name, byte[] content) throws IOException {
        tar.putArchiveEntry(entry(name, content.length));
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Copies a blob and verifies size and digest, unless the stream does so itself. */
    void add(String name, Descriptor blob, InputStream content) throws IOException {
        tar.putArchiveEntry(entry(name, blob.size()));
        if (content instanceof VerifiedContent verified && verified.verified().sameContent(blob)) {
            content.transferTo(tar);
        } else {
            copy(blob, content);
        }
        tar.closeArchiveEntry();
    }

    private void copy(Descriptor blob, InputStream content) throws IOException {
        MessageDigest hash = blob.digest().newHash();
        long remaining = blob.size();
        int count;
        while ((count = content.read(buffer)) >= 0) {
            remaining -= count;
            if (remaining < 0) {
                throw changed(blob);
            }
            hash.update(buffer, 0, count);
            tar.write(buffer, 0, count);
        }
        if (remaining != 0 || !blob.digest().matches(hash.digest())) {
            throw changed(blob);
        }
    }

    /** {@return the header of a file; a single block, unless the name has more than 100 bytes} */
    static byte[] header(String name, long size) throws IOException {
        if (name.length() > TarConstants.NAMELEN) {
            ByteArrayOutputStream headers = new ByteArrayOutputStream();
            open(headers, ArchiveLayout.BLOCK).putArchiveEntry(entry(name, size));
            return headers.toByteArray();
        }
        byte[] header = new byte[ArchiveLayout.BLOCK];
        entry(name, size).writeEntryHeader(header);
        return header;
    }

    private static TarArchiveOutputStream open(OutputStream out, int record) {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, record);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        return tar;
    }

    private static ImageException changed(Descriptor blob) {
        return new ImageException(Message.of("Cannot archive " + blob.digest() + " (" + blob.size()
                        + " bytes): the stored content is not what its digest says.")
                .because(ArchiveReason.CHANGED));
    }

    private static TarArchiveEntry entry(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(FIXED_TIME);
        entry.setMode(READABLE);
        entry.setIds(0, 0);
        entry.setNames("", "");
        return entry;
    }

    /** Writes the end of the tar. */
    @Override
    public void close() throws IOException {
        tar.finish();
        buffered.flush();
    }
}
