package io.github.imagepromotion.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that contradict each other count as in Go's archive/tar, by which docker, skopeo and Helm read. */
class TarReaderTest {

    @ParameterizedTest
    @CsvSource({
        "x=pax, pax",
        "L=long, long",
        "L=long x=pax, long",
        "x=pax L=long, long",
        "x=first x=second, second",
        "x=pax x, name",
        "x=pax g=global, name",
        "L=long g=global, name",
        "g=global x=pax, pax"
    })
    void readWhenAnEntryHasSeveralNamesTakesThatOfGo(String headers, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String header : headers.split(" ")) {
            String value = header.replaceFirst("^.=?", "");
            String text = value.isEmpty() ? record("comment=no name") : record("path=" + value);
            add(bytes, "header", header.charAt(0), header.startsWith("L") ? value : text);
        }
        add(bytes, "name", '0', "content");
        add(bytes, "next", '0', "content");

        List<String> names = new ArrayList<>();
        TarReader.read(new ByteArrayInputStream(bytes.toByteArray()), (entry, content) -> names.add(entry.name()));

        assertThat(names).containsExactly(name, "next");
    }

    /** A record of an extended header begins with its own length (POSIX.1-2017, pax, "pax Extended Header"). */
    private static String record(String text) {
        int length = text.length() + 4;
        return length + " " + text + "\n";
    }

    private static void add(ByteArrayOutputStream tar, String name, char type, String content) {
        TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type);
        entry.setSize(content.length());
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        tar.writeBytes(header);
        tar.writeBytes(Arrays.copyOf(content.getBytes(UTF_8), 512));
    }
}
