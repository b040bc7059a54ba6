package io.github.imagepromotion.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts is what POSIX says; where readers differ, nothing does. */
class TarReaderTest {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "x=pax, pax",
        "L=long, long",
        "L=same x=same, same",
        "x=same x=same, same",
        "x, name",
        "g, name",
        "g x=pax, pax",
    })
    void readWhenHeadersAgreeTakesTheNameOfTheExtendedOne(String headers, String name) throws IOException {
        addHeaders(headers);

        assertThat(names()).containsExactly(name, "next");
    }

    /** Readers differ: Go's archive/tar takes the last, Commons Compress the first. */
    @ParameterizedTest
    @CsvSource({
        "L=long x=pax, two names",
        "x=pax L=long, two names",
        "L=first L=second, two extended headers",
        "x=first x=second, two extended headers",
        "x=pax x, two extended headers",
        "x=pax g, between an entry and its extended header",
        "L=long g, between an entry and its extended header",
        "g=global, the path of all entries",
        "g=global x=pax, the path of all entries"
    })
    void readWhenHeadersNameAnEntryDifferentlyIsRefused(String headers, String why) throws IOException {
        addHeaders(headers);

        assertThatThrownBy(this::names).isInstanceOf(DamagedTarException.class).hasMessageContaining(why);
    }

    /** The order of {@code headers} is that in the tar. */
    private void addHeaders(String headers) {
        for (String header : headers.split(" ")) {
            String value = header.replaceFirst("^.=?", "");
            String text = value.isEmpty() ? record("comment=no name") : record("path=" + value);
            add("header", header.charAt(0), header.startsWith("L") ? value : text, Optional.empty());
        }
        add("name", '0', "content", Optional.empty());
        add("next", '0', "content", Optional.empty());
    }

    /** A reader that takes another size finds other entries. */
    @ParameterizedTest
    @CsvSource({"7, 7, true", "7, 0, true", "7, 3, false", "3, 7, false"})
    void readWhenSizesDifferIsRefusedUnlessTheHeaderLeavesItOpen(String extended, long own, boolean taken)
            throws IOException {
        add("header", 'x', record("size=" + extended), Optional.empty());
        add("name", '0', "content", Optional.of(own));
        add("next", '0', "content", Optional.empty());

        if (taken) {
            assertThat(names()).containsExactly("name", "next");
        } else {
            assertThatThrownBy(this::names).hasMessageContaining("two sizes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GNU.sparse.name=other", "path=a\0b", "path=pax?"})
    void readWhenARecordIsMalformedIsRefused(String text) {
        String record = record(text);
        add("header", 'x', text.endsWith("?") ? record.replace('\n', 'x') : record, Optional.empty());
        add("name", '0', "content", Optional.empty());

        assertThatThrownBy(this::names).isInstanceOf(DamagedTarException.class);
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        TarReader.read(new ByteArrayInputStream(tar.toByteArray()), (entry, content) -> names.add(entry.name()));
        return names;
    }

    /** A record of an extended header begins with its own length (POSIX.1-2017, pax, "pax Extended Header"). */
    private static String record(String text) {
        int length = text.length() + 3;
        return (length < 10 ? length : length + 1) + " " + text + "\n";
    }

    /** @param size what the header says, if that is not the size of the content */
    private void add(String name, char type, String content, Optional<Long> size) {
        TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type);
        entry.setSize(size.orElse((long) content.length()));
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        tar.writeBytes(header);
        tar.writeBytes(Arrays.copyOf(content.getBytes(UTF_8), 512));
    }
}
