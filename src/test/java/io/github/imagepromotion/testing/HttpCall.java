package io.github.imagepromotion.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to {@link HttpSocket}, and its answer. Used by one thread. */
final class HttpCall {
    /** What becomes of {@code Expect: 100-continue}. */
    enum Expect {
        ANSWERED,
        IGNORED
    }

    final String method;
    final String target;
    private final Map<String, String> headers;
    private final Map<String, String> answerHeaders = new LinkedHashMap<>();
    private final InputStream in;
    private final Socket client;
    private final OutputStream out;
    private long left;
    private boolean chunked;
    private boolean waits;
    private boolean ends;
    private int sent;
    Expect expect = Expect.ANSWERED;
    boolean http10;
    boolean resets;

    private HttpCall(String line, Map<String, String> headers, InputStream in, Socket client) throws IOException {
        String[] parts = line.split(" ", -1);
        this.method = parts[0];
        this.target = parts[1];
        this.headers = headers;
        this.in = in;
        this.client = client;
        this.out = client.getOutputStream();
        this.left = Long.parseLong(headers.getOrDefault("content-length", "0"));
        this.chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
        this.waits = headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
        this.ends = headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    }

    /** {@return the next request; none when the client has hung up} */
    static @Nullable HttpCall read(InputStream in, Socket client) throws IOException {
        String line = line(in);
        if (!line.endsWith(" HTTP/1.1")) {
            // Nobody any more, or one who speaks TLS.
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).trim());
        }
        return new HttpCall(line, headers, in, client);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).trim();
    }

    String path() {
        return target.replaceFirst("\\?.*", "");
    }

    String query() {
        return target.indexOf('?') < 0 ? "" : target.substring(target.indexOf('?') + 1);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean waitsForContinue() {
        return waits;
    }

    /** {@return length of the content; -1 where it is not stated} */
    long length() {
        return chunked ? -1 : left;
    }

    /** Reads the content, for which the client may wait. */
    byte[] content() throws IOException {
        if (waits && expect == Expect.ANSWERED) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        waits = false;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        if (chunked) {
            for (int size = size(); size > 0; size = size()) {
                content.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            chunked = false;
        } else {
            content.write(in.readNBytes((int) left));
        }
        left = 0;
        return content.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line(in).replaceFirst(";.*", ""), 16);
    }

    /** @param value of a header of the answer; empty to leave it out */
    HttpCall set(String name, String value) {
        answerHeaders.put(name, value);
        return this;
    }

    void answer(int status) throws IOException {
        answer(status, new byte[0]);
    }

    void answer(int status, String text) throws IOException {
        answer(status, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers; content that the client has not been told to send is not waited for. */
    void answer(int status, byte[] content) throws IOException {
        if (!waits) {
            content();
        }
        left = 0;
        answerHeaders.putIfAbsent("Content-Length", Integer.toString(content.length));
        StringBuilder head = new StringBuilder("HTTP/1." + (http10 ? 0 : 1) + " " + status + " Whatever\r\n");
        answerHeaders.forEach((name, value) -> {
            if (!value.isEmpty()) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        out.write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
        if (!method.equals("HEAD")) {
            sent = content.length;
            out.write(content);
        }
        out.flush();
    }

    /** {@return whether another request may follow on this connection} */
    boolean end() throws IOException {
        if (resets) {
            try {
                Thread.sleep(3 + sent / 10_000); // what the client has not read yet, a reset takes from it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            client.setSoLinger(true, 0);
            client.close();
        }
        return !ends && !http10 && !resets;
    }
}
