package io.github.imagepromotion.faults.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The head of an HTTP message as it stands on the wire.
 *
 * @param start the request line or the status line
 * @param fields {@code Name: value}
 */
public record Head(String start, List<String> fields) {
    private static final int LONGEST = 64 * 1024;

    public Head {
        fields = List.copyOf(fields);
    }

    /** {@return the next head, empty if the other side has closed} */
    static Optional<Head> read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            fields.add(field);
        }
        return Optional.of(new Head(start, fields));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 && bytes.size() == 0) {
                return "";
            }
            if (next < 0 || bytes.size() > LONGEST) {
                throw new EOFException("a head that does not end");
            }
            if (next != '\r') {
                bytes.write(next);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** {@return of a request} */
    public String method() {
        return word(0);
    }

    /** {@return path and query of a request} */
    public String target() {
        return word(1);
    }

    /** {@return of an answer} */
    public int status() {
        return Integer.parseInt(word(1));
    }

    private String word(int index) {
        String[] words = start.split(" ", 3);
        return words.length > index ? words[index] : "";
    }

    /** {@return the value of the first field of that name} */
    public Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> isNamed(field, name))
                .map(field -> field.substring(name.length() + 1).trim())
                .findFirst();
    }

    /** {@return the content's length, 0 if there is none} */
    public long contentLength() {
        return field("Content-Length").map(Long::parseLong).orElse(0L);
    }

    Head with(String name, String value) {
        return new Head(
                start,
                Stream.concat(without(name).fields.stream(), Stream.of(name + ": " + value))
                        .toList());
    }

    Head without(String name) {
        return new Head(
                start, fields.stream().filter(field -> !isNamed(field, name)).toList());
    }

    Head withStart(String other) {
        return new Head(other, fields);
    }

    private static boolean isNamed(String field, String name) {
        return field.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    byte[] bytes() {
        return (start + "\r\n" + String.join("\r\n", fields) + (fields.isEmpty() ? "\r\n" : "\r\n\r\n"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
