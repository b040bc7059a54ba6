package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.registry.http.FakeRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests, tags and blobs of a registry that misbehaves. */
class ReadFaultsTest {
    private static final Tag TAG = Tag.of("42");

    private final FakeRegistry server = new FakeRegistry();
    private final UnhurriedClient client = new UnhurriedClient(server.address(), Accesses.anonymous());
    private final Manifest manifest = TestImages.single(1, 10).top();
    private final AtomicInteger count = new AtomicInteger();

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private static boolean is(HttpExchange exchange, String method) {
        return exchange.getRequestMethod().equals(method);
    }

    private void serve(HttpExchange exchange, String digestHeader, byte[] content) throws IOException {
        if (!digestHeader.isEmpty()) {
            exchange.getResponseHeaders().set("Docker-Content-Digest", digestHeader);
        }
        exchange.getResponseHeaders()
                .set("Content-Type", manifest.descriptor().mediaType().value());
        boolean head = is(exchange, "HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : content.length);
        if (!head) {
            exchange.getResponseBody().write(content);
        }
    }

    @Test
    void resolveWhenHeadSaysTooLittleReadsTheManifest() throws IOException {
        server.with(exchange -> {
            serve(exchange, "", manifest.bytes());
            return true;
        });
        assertThat(client.repository().resolve(TAG)).contains(manifest.descriptor());
        assertThat(server.lines("GET")).hasSize(1);
    }

    @Test
    void resolveWhenHeadIsNotAllowedReadsTheManifest() throws IOException {
        server.manifests.put("42", manifest.bytes());
        server.with(exchange -> {
            if (is(exchange, "HEAD")) {
                exchange.sendResponseHeaders(405, -1);
                return true;
            }
            return false;
        });
        assertThat(client.repository().resolve(TAG)).contains(manifest.descriptor());
    }

    @Test
    void manifestWhenItsDigestHeaderIsWrongIsRefused() {
        server.with(exchange -> {
            serve(exchange, Digest.sha256(new byte[1]).toString(), manifest.bytes());
            return true;
        });
        assertThatThrownBy(() -> client.repository().manifest(TAG))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Docker-Content-Digest");
    }

    @Test
    void manifestWhenItIsNotTheDigestsIsRefused() {
        byte[] other = TestImages.single(2, 10).top().bytes();
        server.with(exchange -> {
            serve(exchange, manifest.descriptor().digest().toString(), other);
            return true;
        });
        assertThatThrownBy(
                        () -> client.repository().manifest(manifest.descriptor().digest()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(Digest.sha256(other).toString());
    }

    @Test
    void manifestWhenItNeverEndsIsRefused() {
        server.with(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] junk = new byte[1 << 16];
                while (true) {
                    out.write(junk);
                }
            } catch (IOException e) {
                return true;
            }
        });
        assertThatThrownBy(() -> client.repository().manifest(TAG))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "application/json", "application/vnd.docker.distribution.manifest.v1+prettyjws", "?"
            })
    void manifestWhenItsTypeIsNoneIsReadByItsOwnWordOrRefused(String type) throws IOException {
        server.with(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] content = count.getAndIncrement() == 0
                    ? manifest.bytes()
                    : "{\"schemaVersion\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            return true;
        });
        assertThat(client.repository().manifest(TAG).orElseThrow().descriptor()).isEqualTo(manifest.descriptor());
        assertThatThrownBy(() -> client.repository().manifest(TAG)).isInstanceOf(ImageException.class);
    }

    @Test
    void putWhenAnswerNamesAnotherDigestFails() {
        server.with(exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.sha256(new byte[1]).toString());
            answer(exchange, 201);
            return true;
        });
        assertThatThrownBy(() -> client.repository().put(manifest))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(manifest.descriptor().digest().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 409, 412})
    void tagWhenItIsImmutableAndAnotherIsRefusedWithBothDigests(int status) throws IOException {
        Manifest other = TestImages.single(2, 10).top();
        server.manifests.put("42", other.bytes());
        server.with(exchange -> {
            if (is(exchange, "PUT")) {
                answer(exchange, status, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"immutable\"}]}");
                return true;
            }
            return false;
        });
        assertThatThrownBy(() -> client.repository().tag(TAG, manifest))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(other.descriptor().digest().toString())
                .hasMessageContaining(manifest.descriptor().digest().toString())
                .hasMessageContaining("immutable");
        server.manifests.put("42", manifest.bytes());
        client.repository().tag(TAG, manifest);
        server.manifests.clear();
        assertThatThrownBy(() -> client.repository().tag(TAG, manifest))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'DENIED, immutable'");
    }

    @Test
    void tagsWhenTheyComeInPagesAreReadToTheEnd() throws IOException {
        server.with(exchange -> {
            boolean first = !exchange.getRequestURI().toString().contains("last=");
            if (first) {
                exchange.getResponseHeaders()
                        .add("Link", "</v2/x>; rel=\"prev\", </v2/team/app/tags/list?last=b&n=2>; rel=\"next\"");
            }
            answer(exchange, 200, first ? "{\"tags\":[\"a\",\"b\"]}" : "{\"tags\":[\"c\",\"b\",\"no tag\\u001b\"]}");
            return true;
        });
        assertThat(client.repository().tags()).containsExactly(Tag.of("a"), Tag.of("b"), Tag.of("c"));
    }

    @Test
    void tagsWhenThereAreNoneIsEmpty() throws IOException {
        server.with(exchange -> {
            answer(exchange, 200, "{\"name\":\"team/app\",\"tags\":null}");
            return true;
        });
        assertThat(client.repository().tags()).isEmpty();
    }

    @Test
    void tagsWhenPagesNeverEndGivesUp() {
        server.with(exchange -> {
            exchange.getResponseHeaders().add("Link", "</v2/team/app/tags/list?n=1>; rel=next");
            answer(exchange, 200, "{\"tags\":[\"a\"]}");
            return true;
        });
        assertThatThrownBy(() -> client.repository().tags())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("leads in circles");
        assertThat(server.seen).hasSize(2);
    }

    @Test
    void tagsWhenTheirPagesAreHugeGivesUp() {
        AtomicInteger pages = new AtomicInteger();
        server.with(exchange -> {
            exchange.getResponseHeaders()
                    .set("Link", "</v2/x/tags/list?page=" + pages.incrementAndGet() + ">; rel=next");
            answer(exchange, 200, "{\"tags\":[\"" + "x".repeat(4_000_000) + "\"]}");
            return true;
        });
        assertThatThrownBy(() -> client.repository().tags())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("or 33554432 bytes");
        assertThat(pages).hasValueLessThan(10);
    }

    @Test
    void openWhenConnectionBreaksGoesOnWhereItStood() throws IOException {
        byte[] content = new byte[1_000_000];
        new Random(1).nextBytes(content);
        Descriptor blob = Descriptor.of(MediaType.of("application/octet-stream"), content);
        server.with(exchange -> {
            int start = FakeRegistry.header(exchange, "Range")
                    .map(range -> Integer.parseInt(range.replaceAll("[^0-9]", "")))
                    .orElse(0);
            if (start > 0) {
                exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-999999/1000000");
            }
            exchange.sendResponseHeaders(start == 0 ? 200 : 206, content.length - start);
            exchange.getResponseBody().write(content, start, Math.min(300_000, content.length - start));
            exchange.getResponseBody().flush();
            return true;
        });
        try (InputStream in = client.repository().open(blob, 0)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(server.seen).hasSize(4);
    }

    @Test
    void openWhenRegistryKnowsNoRangesSkips() throws IOException {
        byte[] content = {1, 2, 3, 4, 5};
        Descriptor blob = Descriptor.of(MediaType.of("application/octet-stream"), content);
        server.blobs.put(blob.digest().toString(), content);
        try (InputStream in = client.repository().open(blob, 3)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 3, 5));
        }
    }

    @Test
    void openWhenContentIsLongerFails() throws IOException {
        Descriptor blob = Descriptor.of(MediaType.of("application/octet-stream"), new byte[] {1, 2});
        server.blobs.put(blob.digest().toString(), new byte[] {1, 2, 3});
        try (InputStream in = client.repository().open(blob, 0)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("more than");
        }
        assertThatThrownBy(() -> client.repository().has(blob)).isInstanceOf(ImageException.class);
    }

    @Test
    void referrersWhenEveryPathIsAnsweredWithAPageAreReadFromTheFallbackTag() throws IOException {
        server.with(exchange -> {
            if (exchange.getRequestURI().getPath().contains("/referrers/")) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                answer(exchange, 200, "<html>");
                return true;
            }
            return false;
        });
        assertThat(client.repository().referrers(manifest.descriptor().digest()))
                .isEmpty();
        assertThat(server.lines("GET"))
                .anyMatch(line -> line.endsWith(
                        "/manifests/sha256-" + manifest.descriptor().digest().hex()));
    }

    @Test
    void putWhenRegistryTakesNoteOfTheSubjectWritesNoFallbackTag() throws IOException {
        Manifest note = TestImages.artifact(manifest.descriptor(), 3).top();
        server.with(exchange -> {
            exchange.getResponseHeaders()
                    .set("OCI-Subject", manifest.descriptor().digest().toString());
            return false;
        });
        client.repository().put(note);
        assertThat(server.seen).hasSize(1);
    }
}
