package io.github.imagepromotion.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is in an archive beside its files. */
class ArchiveCheckTest {
    private static final String BLOB = "blobs/sha512/" + "a".repeat(128);

    @TempDir
    private Path directory;

    @Test
    void checkStructureWhenANameNeedsAHeaderOfItsOwnAcceptsIt() throws IOException {
        assertThatCode(() -> check(write())).doesNotThrowAnyException();
    }

    /** Other readers take names and sizes from it. */
    @ParameterizedTest
    @CsvSource({"0, g", "1, g", "2, g", "0, x", "1, x"})
    void checkStructureWhenAnExtendedHeaderIsBeforeAnEntryRefuses(int entry, char type) throws IOException {
        byte[] tar = write();
        int begin = new int[] {0, 1024, 2048}[entry];
        byte[] header = extended(type);
        byte[] changed = Arrays.copyOf(tar, tar.length);
        System.arraycopy(header, 0, changed, begin, header.length);
        System.arraycopy(tar, begin, changed, begin + header.length, tar.length - begin - header.length);

        assertThatThrownBy(() -> check(changed))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Refused an archive: the header of the entry '")
                .hasMessageContaining("' is damaged.");
    }

    /** Each of the files takes two blocks. */
    private static byte[] write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarOutput tar = new TarOutput(out)) {
            tar.add("one", new byte[] {1});
            tar.add("two", new byte[] {2});
            tar.add(BLOB, new byte[] {3});
            tar.add("last", new byte[700]);
        }
        return out.toByteArray();
    }

    /** The type is a byte of the header, and part of the sum in it (POSIX, "pax", ustar header block). */
    private static byte[] extended(char type) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            byte[] records = "18 comment=hidden\n".getBytes(US_ASCII);
            TarArchiveEntry entry = new TarArchiveEntry("hidden", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
            entry.setSize(records.length);
            tar.putArchiveEntry(entry);
            tar.write(records);
            tar.closeArchiveEntry();
        }
        byte[] header = Arrays.copyOf(out.toByteArray(), 1024);
        int sum = Integer.parseInt(new String(header, 148, 6, US_ASCII).trim(), 8) + type - header[156];
        header[156] = (byte) type;
        System.arraycopy(String.format("%06o", sum).getBytes(US_ASCII), 0, header, 148, 6);
        return header;
    }

    private void check(byte[] content) throws IOException {
        Path file = directory.resolve("archive.tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            new ArchiveCheck(channel, TarIndex.read(channel, "an archive"), "an archive").checkStructure();
        }
    }
}
