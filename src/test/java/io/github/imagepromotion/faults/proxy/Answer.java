package io.github.imagepromotion.faults.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/**
 * A whole answer.
 *
 * @param head with the length of the content
 * @param content empty where there is none
 */
record Answer(Head head, byte[] content) {
    private static final Set<Integer> WITHOUT_CONTENT = Set.of(204, 304);
    private static final String DIGEST = "Docker-Content-Digest";

    /** Reads what a registry that was asked with HTTP/1.0 answers: all until it closes. */
    static Answer read(Head request, InputStream in) throws IOException {
        Head head = Head.read(in).orElseThrow(() -> new IOException("the registry closed without an answer"));
        head = head.withStart(head.start().replaceFirst("HTTP/1.0", "HTTP/1.1")).without("Connection");
        if (request.method().equals("HEAD") || WITHOUT_CONTENT.contains(head.status())) {
            return new Answer(head, new byte[0]);
        }
        byte[] content = in.readAllBytes();
        return new Answer(head.with("Content-Length", Integer.toString(content.length)), content);
    }

    /** {@return an answer of our own, in a registry's words} */
    static Answer of(Head request, int status) {
        byte[] words = ("{\"errors\":[{\"code\":\"" + code(status) + "\",\"message\":\"injected\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        Head head = new Head(
                "HTTP/1.1 " + status + " Injected",
                List.of("Content-Type: application/json", "Content-Length: " + words.length));
        return new Answer(head, request.method().equals("HEAD") ? new byte[0] : words);
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "BLOB_UPLOAD_UNKNOWN";
            case 405, 501 -> "UNSUPPORTED";
            case 403 -> "DENIED";
            case 429 -> "TOOMANYREQUESTS";
            default -> "UNKNOWN";
        };
    }

    Answer with(String name, String value) {
        return new Answer(head.with(name, value), content);
    }

    /** {@return the same, but its sender wants a pause of a second} */
    Answer retryAfterASecond(boolean asDate) {
        ZonedDateTime date = ZonedDateTime.now(Clock.systemUTC()).withZoneSameInstant(ZoneOffset.UTC);
        return with("Retry-After", asDate ? DateTimeFormatter.RFC_1123_DATE_TIME.format(date.plusSeconds(2)) : "1");
    }

    boolean statesDigest() {
        return head.field(DIGEST).isPresent();
    }

    Answer withWrongDigest() {
        return with(DIGEST, "sha256:" + "5a".repeat(32));
    }

    Answer corrupted(double where) {
        byte[] other = content.clone();
        other[(int) (where * (other.length - 1))] ^= 0x01;
        return new Answer(head, other);
    }

    byte[] bytes() {
        byte[] start = head.bytes();
        byte[] all = new byte[start.length + content.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }
}
