package io.github.imagepromotion.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults happen on the wire, and are counted when they happen and not otherwise. */
class FaultProxyTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String CONTENT = "{\"schemaVersion\": 2, \"padding\": \"" + "x".repeat(20_000) + "\"}";

    private final List<FaultKind> injected = new CopyOnWriteArrayList<>();
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Optional<Fault> fault = Optional.empty();
    private HttpServer registry;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
        Faults scripted = new Faults() {
            @Override
            public Optional<Fault> next(Operation operation, Head request) {
                return fault;
            }

            @Override
            public void injected(FaultKind kind) {
                injected.add(kind);
            }
        };
        proxy = FaultProxy.start("http://127.0.0.1:" + registry.getAddress().getPort(), scripted, Traffic.UNWATCHED);
    }

    @AfterEach
    void stop() {
        proxy.close();
        registry.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            arrived.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestBody().readAllBytes().length + " "
                    + exchange.getRequestHeaders().getFirst("Host"));
            exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
            exchange.sendResponseHeaders(200, CONTENT.length());
            exchange.getResponseBody().write(CONTENT.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    private HttpResponse<String> send(Operation operation) throws IOException, InterruptedException {
        String path =
                switch (operation) {
                    case MOUNT -> "blobs/uploads/?mount=" + DIGEST + "&from=team/other";
                    case UPLOAD_PATCH, UPLOAD_PUT -> "blobs/uploads/0815";
                    case MANIFEST_PUT -> "manifests/" + DIGEST;
                    default -> "manifests/42";
                };
        boolean reads = operation == Operation.TAG_GET;
        String method = reads
                ? "GET"
                : operation == Operation.MOUNT ? "POST" : operation.name().replaceAll(".*_", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(proxy.url() + "/v2/team/app/" + path))
                .header("Authorization", "Bearer mine")
                .method(method, reads ? BodyPublishers.noBody() : BodyPublishers.ofString(CONTENT));
        try {
            // The JDK's own time-out ends with the head of the answer.
            return http.sendAsync(request.build(), BodyHandlers.ofString()).get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Test
    void requestWhenNothingGoesWrongPassesAsItIs() throws Exception {
        HttpResponse<String> answer = send(Operation.UPLOAD_PATCH);

        assertThat(answer.body()).isEqualTo(CONTENT);
        assertThat(arrived)
                .containsExactly("PATCH /v2/team/app/blobs/uploads/0815 " + CONTENT.length() + " "
                        + proxy.url().substring("http://".length()));
        assertThat(injected).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void requestWhenAFaultIsDueIsHitByItOnce(FaultKind kind) throws Exception {
        fault = Optional.of(new Fault(kind, 0.5, kind == FaultKind.PATCH_REFUSED ? 405 : 403));
        Operation operation = List.of(
                        Operation.TAG_GET,
                        Operation.UPLOAD_PATCH,
                        Operation.MOUNT,
                        Operation.MANIFEST_PUT,
                        Operation.TAG_PUT)
                .stream()
                .filter(kind::appliesTo)
                .findFirst()
                .orElseThrow();

        boolean silent = kind.name().matches("(CUT|RESET|STALL|TRUNC|GARBAGE).*|.*ANSWER_LOST");
        if (silent) {
            assertThatThrownBy(() -> send(operation)).isInstanceOf(IOException.class);
        } else {
            HttpResponse<String> answer = send(operation);
            boolean whole = answer.statusCode() == 200
                    && answer.body().equals(CONTENT)
                    && answer.headers().firstValue("Docker-Content-Digest").equals(Optional.of(DIGEST));
            boolean passes = kind.name().matches("SLOW.*|MOUNT.*|LOGIN.*|TOKEN.*");
            assertThat(whole).isEqualTo(passes);
        }
        // The JDK's client sends a GET again when it is not answered.
        assertThat(injected).isNotEmpty().containsOnly(kind);
    }

    @Test
    void requestWhenTheFaultDoesNotFitIsNotCounted() throws Exception {
        fault = Optional.of(Fault.of(FaultKind.CORRUPT_MANIFEST, 0.5));
        registry.removeContext("/");

        assertThat(send(Operation.TAG_GET).statusCode()).isEqualTo(404);
        assertThat(injected).isEmpty();
    }
}
