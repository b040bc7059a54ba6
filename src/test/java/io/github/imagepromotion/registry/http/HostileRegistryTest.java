package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.credentials.CredentialSources;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are meant to do harm: each ends in bounded time and memory, with one clear error. */
class HostileRegistryTest {
    private static final Tag TAG = Tag.of("42");
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration MOST_TIME = Duration.ofSeconds(20);
    private static final long MOST_MEMORY = 64 * 1024 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String INDEX = "Content-Type: " + MediaType.OCI_INDEX.value() + "\r\n";

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static UnhurriedClient client(RegistryAddress.Host address) {
        return new UnhurriedClient(
                address,
                Accesses.of(
                        CredentialSources.firstOf(),
                        false,
                        false,
                        PATIENCE,
                        Accesses.unlimited(),
                        Optional.empty(),
                        "tests"));
    }

    /** Reads a manifest, and holds what it costs. */
    private static void refuses(RawServer.Answer answer, String... parts) throws IOException {
        try (RawServer server = new RawServer(answer);
                UnhurriedClient client = client(server.address())) {
            fails(() -> client.repository().manifest(TAG), parts);
            assertThat(server.requests()).isLessThan(10);
        }
    }

    private static void fails(ThrowingCallable call, String... parts) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        assertTimeoutPreemptively(MOST_TIME, () -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(call)
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells(parts))
                    .satisfies(thrown -> assertThat(
                                    String.valueOf(thrown.getMessage()).codePoints())
                            .noneMatch(Character::isISOControl))
                    .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("##", "::"));
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
        });
    }

    private static void drip(OutputStream out, String text) throws IOException, InterruptedException {
        while (true) {
            write(out, text);
            out.flush();
            Thread.sleep(150);
        }
    }

    @Test
    void headWhenItDripsEndsInTime() throws IOException {
        refuses(
                out -> {
                    write(out, OK);
                    drip(out, "X: y\r\n");
                },
                "does not answer in time",
                "<stallTimeout>");
    }

    @Test
    void contentWhenItDripsEndsInTime() throws IOException {
        refuses(
                out -> {
                    write(out, OK + INDEX + "Content-Length: 100000\r\n\r\n");
                    drip(out, " ");
                },
                "does not answer in time",
                "bytes arrived in");
    }

    @Test
    void blobWhenItDripsEndsInTime() throws IOException {
        Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, new byte[100_000]);
        try (RawServer server = new RawServer(out -> {
                    write(out, OK + "Content-Length: 100000\r\n\r\n");
                    drip(out, "\0");
                });
                UnhurriedClient client = client(server.address())) {
            assertTimeoutPreemptively(MOST_TIME, () -> assertThatThrownBy(
                            () -> client.repository().open(blob, 0).readAllBytes())
                    .isInstanceOf(ImageException.class));
        }
    }

    @Test
    void headersWhenTheyNeverEndAreRefused() throws IOException {
        refuses(
                out -> {
                    write(out, OK);
                    while (true) {
                        write(out, "X-Flood: y\r\n");
                    }
                },
                "header count");
        refuses(
                out -> {
                    write(out, OK + "X-Flood: ");
                    while (true) {
                        write(out, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy");
                    }
                },
                "line length");
    }

    @Test
    void interimAnswersWhenTheyNeverEndAreRefused() throws IOException {
        refuses(
                out -> {
                    while (true) {
                        write(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
                    }
                },
                "interim answers");
    }

    @Test
    void manifestWhenItIsHugeIsRefused() throws IOException {
        refuses(
                out -> {
                    write(out, OK + INDEX + "Content-Length: 104857600\r\n\r\n");
                    byte[] junk = new byte[1 << 16];
                    for (int i = 0; i < 1600; i++) {
                        out.write(junk);
                    }
                },
                "is larger than the 4194304 bytes");
    }

    /** Of a portal, or of a proxy that wants somebody to sign in. */
    @ParameterizedTest
    @CsvSource({"text/html,it is the web page 'Sign in'", "application/json,it is the web page 'Sign in'"})
    void manifestWhenItIsAWebPageSaysSoAndWhatToCheck(String type, String why) throws IOException {
        String page = "<html><head><title>Sign in</title></head></html>";
        refuses(
                out -> write(
                        out, OK + "Content-Type: " + type + "\r\nContent-Length: " + page.length() + "\r\n\r\n" + page),
                "Cannot read manifest",
                why,
                "Check <registry>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}}", "{'a':1}", "{", "login first"})
    void manifestWhenItIsNoJsonSaysWhereWithoutTheWordsOfTheLibrary(String content) throws IOException {
        String answer = OK + INDEX + "Content-Length: " + content.length() + "\r\n\r\n" + content;
        try (RawServer server = new RawServer(out -> write(out, answer));
                UnhurriedClient client = client(server.address())) {
            assertThatThrownBy(() -> client.repository().manifest(TAG))
                    .satisfies(tells("it is not JSON: ", " at line 1 column ", "Check <registry>"))
                    .message()
                    .doesNotContain("gson", "JsonReader", "https:");
        }
    }

    /** Content codings are neither asked for nor undone. */
    @Test
    void manifestWhenItIsAGzipBombStaysClosed() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                gzip.write(nothing);
            }
        }
        refuses(
                out -> {
                    write(out, OK + INDEX + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
                    bomb.writeTo(out);
                },
                "it is not JSON: it is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31m##vso[task.setvariable variable=x]y\r\n\r\n",
                "HTTP/9.9 ::set-output name=x::y\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\u001b]0;title\u0007 no colon ##[error]\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b[2J##vso[x]\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \u001b[2J##vso[x]\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: \u001b[2J##vso[x]\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 418 \u001b[2J##vso[x]\r\nContent-Length: 11\r\n\r\n::stop::\u001b[2",
                "HTTP/1.1 400 x\r\nContent-Length: 49\r\n\r\n{\"errors\":[{\"message\":\"\\u001b[1m\\n##vso[x]\\n::y::\"}]}"
            })
    void answerWhenItHoldsCommandsIsShownWithoutThem(String answer) throws IOException {
        refuses(out -> write(out, answer), "manifest '42'");
    }

    @Test
    void digestWhenItIsWrongIsRefused() throws IOException {
        byte[] other = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
        try (RawServer server = new RawServer(out -> {
                    write(out, OK + INDEX + "Content-Length: " + other.length + "\r\n\r\n");
                    out.write(other);
                });
                UnhurriedClient client = client(server.address())) {
            fails(
                    () -> client.repository().manifest(Digest.sha256(new byte[1])),
                    "its content has the digest " + Digest.sha256(other));
        }
    }

    @Test
    void tagsWhenTheyHoldControlCharactersAreNone() throws IOException {
        try (FakeRegistry server = new FakeRegistry();
                UnhurriedClient client = new UnhurriedClient(server.address(), Accesses.anonymous())) {
            server.with(exchange -> {
                FakeRegistry.answer(
                        exchange, 200, "{\"tags\":[\"1\",\"\\u001b[31m\",\"a\\n##vso[x]\",\"::x::\",\"../..\",\"2\"]}");
                return true;
            });
            assertThat(client.repository().tags()).containsExactly(Tag.of("1"), Tag.of("2"));
        }
    }

    @Test
    void linksWhenTheyAreHostileEndSoon() {
        String flood = "<".repeat(32_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(Links.next(
                        java.net.URI.create("https://r.example/"), java.util.Collections.nCopies(200, flood)))
                .isEmpty());
    }

    @Test
    void tokenWhenItNeverEndsIsRefused() throws IOException {
        try (FakeRegistry tokens = new FakeRegistry();
                FakeRegistry server = new FakeRegistry();
                UnhurriedClient client = new UnhurriedClient(server.address(), Accesses.asUser())) {
            tokens.with(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] junk = "{\"token\":\"a\","
                        .repeat(5000)
                        .toLowerCase(Locale.ROOT)
                        .getBytes(StandardCharsets.UTF_8);
                try (OutputStream out = exchange.getResponseBody()) {
                    while (true) {
                        out.write(junk);
                    }
                } catch (IOException | UncheckedIOException e) {
                    return true;
                }
            });
            server.with(exchange -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + tokens.url() + "\"");
                FakeRegistry.answer(exchange, 401);
                return true;
            });
            fails(() -> client.repository().manifest(TAG), "Refused token of '127.0.0.1'", "is larger than");
        }
    }
}
