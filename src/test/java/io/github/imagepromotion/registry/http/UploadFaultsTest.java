package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.registry.http.FakeRegistry.answer;
import static io.github.imagepromotion.registry.http.FakeRegistry.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.MemoryBlobs;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads to a registry that misbehaves. */
class UploadFaultsTest {
    private final FakeRegistry server = new FakeRegistry();
    private final UnhurriedClient client = new UnhurriedClient(server.address(), Accesses.anonymous());
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final AtomicInteger count = new AtomicInteger();

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private Descriptor blob(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return blobs.add(MediaType.of("application/octet-stream"), content);
    }

    private PushResult push(Descriptor blob) throws IOException {
        return client.repository().push(blob, blobs, List.of());
    }

    private static boolean is(HttpExchange exchange, String method) {
        return exchange.getRequestMethod().equals(method);
    }

    private void arrived(Descriptor blob) {
        assertThat(server.blobs).containsKey(blob.digest().toString());
        assertThat(server.sessions).isEmpty();
    }

    @Test
    void pushWhenBlobIsSmallTakesTwoRequests() throws IOException {
        Descriptor blob = blob(900);
        push(blob);
        arrived(blob);
        assertThat(server.seen).hasSize(2);
        assertThat(server.lines("PUT").get(0)).contains("?state=a%2Fb%3D&digest=sha256%3A");
    }

    @Test
    void pushWhenBlobIsLargeSendsChunks() throws IOException {
        Descriptor blob = blob(2_500_000);
        push(blob);
        arrived(blob);
        assertThat(server.seen.stream().flatMap(seen -> seen.range().stream()))
                .containsExactly("0-999999", "1000000-1999999", "2000000-2499999");
    }

    @Test
    void pushWhenConnectionBreaksBetweenChunksGoesOnWhereTheRegistryStands() throws IOException {
        server.with(exchange -> {
            if (is(exchange, "PATCH") && count.incrementAndGet() == 2) {
                // Takes a part of the chunk, and is gone.
                server.take(exchange, 300_000);
                return true;
            }
            return false;
        });
        Descriptor blob = blob(2_500_000);
        push(blob);
        arrived(blob);
        assertThat(server.seen.stream().flatMap(seen -> seen.range().stream()))
                .containsExactly("0-999999", "1000000-1999999", "1300000-2299999", "2300000-2499999");
        assertThat(client.pauses).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void pushWhenSessionDiesBeginsAnother(String method) throws IOException {
        server.with(exchange -> {
            if (is(exchange, method) && count.incrementAndGet() == 1) {
                server.sessions.clear();
            }
            return false;
        });
        Descriptor blob = blob(2_500_000);
        push(blob);
        arrived(blob);
        assertThat(server.lines("POST")).hasSize(2);
    }

    @Test
    void pushWhenSessionsAlwaysDieGivesUp() {
        server.with(exchange -> {
            if (is(exchange, "PUT")) {
                server.sessions.clear();
            }
            return false;
        });
        assertThatThrownBy(() -> push(blob(2_500_000)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("404");
        assertThat(server.lines("POST")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 415, 416, 501})
    void pushWhenChunksAreRefusedSendsTheBlobWhole(int status) throws IOException {
        server.with(exchange -> {
            if (is(exchange, "PATCH")) {
                answer(exchange, status);
                return true;
            }
            return false;
        });
        Descriptor blob = blob(2_500_000);
        push(blob);
        assertThat(server.blobs).containsKey(blob.digest().toString());
    }

    @Test
    void tooLargeWhenSeveralThreadsMeetItShrinksOnce() {
        UploadSizes sizes = UploadSizes.standard();
        assertThat(sizes.tooLarge(32 << 20)).isTrue();
        assertThat(sizes.tooLarge(32 << 20)).isTrue();
        assertThat(sizes.chunk()).isEqualTo(8 << 20);
        assertThat(sizes.tooLarge(8 << 20)).isTrue();
        assertThat(sizes.tooLarge(2 << 20)).isTrue();
        assertThat(sizes.tooLarge(1 << 19)).isTrue();
        assertThat(sizes.whole()).isEqualTo(sizes.chunk()).isEqualTo(1 << 18);
        assertThat(sizes.tooLarge(1 << 18)).isFalse();
    }

    @Test
    void pushWhenEveryPieceIsTooLargeSaysSo() throws IOException {
        server.with(exchange -> {
            if (is(exchange, "PATCH") || is(exchange, "PUT")) {
                answer(exchange, 413);
                return true;
            }
            return false;
        });
        assertThatThrownBy(() -> push(blob(2_500_000)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("413")
                .hasMessageContaining("client_max_body_size");
    }

    @Test
    void pushWhenTheAnswerToTheLastRequestIsLostLooksBeforeSendingAgain() throws IOException {
        server.with(exchange -> {
            if (is(exchange, "PUT")) {
                byte[] content = exchange.getRequestBody().readAllBytes();
                server.blobs.put(blob(900).digest().toString(), content);
                server.sessions.clear();
                return true;
            }
            return false;
        });
        push(blob(900));
        assertThat(server.lines("POST")).hasSize(1);
        assertThat(server.lines("HEAD")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"429, 7, PT7S", "503, 'Mon, 23 Nov 2026 10:00:20 GMT', PT20S", "429, 99999, PT30S"})
    void pushWhenRegistryIsBusyWaitsAsAsked(int status, String retryAfter, java.time.Duration expected)
            throws IOException {
        server.with(exchange -> {
            if (count.incrementAndGet() <= 2) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
                answer(exchange, status);
                return true;
            }
            return false;
        });
        Descriptor blob = blob(2_500_000);
        push(blob);
        arrived(blob);
        assertThat(client.pauses).containsExactly(expected, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void pushWhenRegistryStaysBusyGivesUpAndSaysSo(int status) {
        server.with(exchange -> {
            answer(
                    exchange,
                    status,
                    "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"slow\\u001b[31m down\"}]}");
            return true;
        });
        assertThatThrownBy(() -> push(blob(10)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("kept answering " + status)
                .hasMessageContaining("'TOOMANYREQUESTS, slow\\u001B[31m down'")
                .satisfies(tells("<retries> (-Dimage.retries)"));
        assertThat(server.seen).hasSize(4);
        assertThat(client.pauses).hasSize(3).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 422})
    void pushWhenRefusedIsNotTriedAgain(int status) {
        server.with(exchange -> {
            answer(exchange, status);
            return true;
        });
        assertThatThrownBy(() -> push(blob(10)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(Integer.toString(status));
        assertThat(server.seen).hasSize(1);
        assertThat(client.pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 400, 403, 404, 405})
    void pushWhenMountIsRefusedUploads(int status) throws IOException {
        server.with(exchange -> {
            if (exchange.getRequestURI().toString().contains("mount=") && status != 202) {
                answer(exchange, status);
                return true;
            }
            return false;
        });
        Descriptor blob = blob(10);
        List<RepositoryName> from = List.of(RepositoryName.of("team/one"), RepositoryName.of("team/two"));
        assertThat(client.repository().push(blob, blobs, from)).isEqualTo(PushResult.UPLOADED);
        arrived(blob);
    }

    @Test
    void pushWhenRegistryTakesLessThanAChunkGoesOnFromThere() throws IOException {
        server.with(exchange -> {
            if (is(exchange, "PATCH")
                    && header(exchange, "Content-Range").orElse("").startsWith("0-")) {
                server.stand(exchange, server.take(exchange, 500_001), 202);
                return true;
            }
            return false;
        });
        Descriptor blob = blob(1_500_000);
        push(blob);
        arrived(blob);
        assertThat(server.seen.stream().flatMap(seen -> seen.range().stream()))
                .containsExactly("0-999999", "500001-1499999");
    }

    @Test
    void pushWhenContentIsWrongNeverCommits() {
        Descriptor blob = blob(2_500_000);
        byte[] other = new byte[2_500_000];
        blobs.replace(blob, other);
        assertThatThrownBy(() -> push(blob))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("not what its descriptor says");
        assertThat(server.lines("PUT")).isEmpty();
        assertThat(server.lines("DELETE")).hasSize(1);
        assertThat(server.sessions).isEmpty();
    }

    @Test
    void pushWhenTheRegistryCallsTheBlobOtherwiseFails() {
        server.with(exchange -> {
            if (is(exchange, "PUT")) {
                exchange.getResponseHeaders()
                        .set("Docker-Content-Digest", blob(11).digest().toString());
                answer(exchange, 201);
                return true;
            }
            return false;
        });
        assertThatThrownBy(() -> push(blob(10)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("it calls the blob " + blob(11).digest());
    }
}
