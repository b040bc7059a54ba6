package io.github.imagepromotion.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.imagepromotion.testing.RawServer;
import io.github.imagepromotion.web.WebClient.NoAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers and checks whose answers are meant to do harm: each ends in bounded time and memory. */
class HostileServiceTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration MOST_TIME = Duration.ofSeconds(20);
    private static final long MOST_MEMORY = 64 * 1024 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static WebResponse ask(RawServer server) throws IOException {
        try (WebClient client = TestWebClients.open(TestWebClients.access(1), new ArrayList<>())) {
            return client.send(WebRequest.post(URI.create(server.address() + "/hook"), "text/plain", "x", PATIENCE));
        }
    }

    private static void refuses(RawServer.Answer answer, String part) throws IOException {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (RawServer server = new RawServer(answer)) {
            assertTimeoutPreemptively(MOST_TIME, () -> {
                long before = threads.getCurrentThreadAllocatedBytes();
                assertThatThrownBy(() -> ask(server))
                        .isInstanceOf(NoAnswerException.class)
                        .hasMessageContainingAll("'127.0.0.1:", part)
                        .satisfies(thrown -> assertThat(
                                        String.valueOf(thrown.getMessage()).codePoints())
                                .noneMatch(Character::isISOControl))
                        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("##", "::"));
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
            });
            assertThat(server.requests()).isLessThan(3);
        }
    }

    @Test
    void headWhenItNeverEndsIsGivenUp() throws IOException {
        refuses(
                out -> {
                    write(out, OK);
                    while (true) {
                        write(out, "X: y\r\n");
                        out.flush();
                        Thread.sleep(100);
                    }
                },
                "does not answer in time");
        refuses(
                out -> {
                    write(out, OK);
                    while (true) {
                        write(out, "X-Flood: y\r\n");
                    }
                },
                "header count");
    }

    @Test
    void contentWhenItNeverEndsIsRefused() throws IOException {
        refuses(
                out -> {
                    write(out, OK + "\r\n");
                    while (true) {
                        write(out, "x".repeat(60_000));
                    }
                },
                "more than 1048576 bytes");
    }

    /** Content codings are neither asked for nor undone. */
    @Test
    void contentWhenItIsAGzipBombStaysClosed() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                gzip.write(nothing);
            }
        }
        try (RawServer server = new RawServer(out -> {
            write(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
            bomb.writeTo(out);
        })) {
            assertThat(ask(server).body().length()).isLessThanOrEqualTo(bomb.size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31m##vso[task.setvariable variable=x]y\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\u001b]0;title\u0007 no colon ##[error]\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b[2J##vso[x] ::set-output::\r\n"
            })
    void answerWhenItHoldsCommandsIsShownWithoutThem(String answer) throws IOException {
        refuses(out -> write(out, answer), "does not answer");
    }
}
