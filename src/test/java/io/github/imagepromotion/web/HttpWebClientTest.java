package io.github.imagepromotion.web;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.testing.Receiver.hangUp;
import static io.github.imagepromotion.testing.Receiver.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import io.github.imagepromotion.web.WebClient.NoAnswerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that are slow, fail, break off, redirect, or say too much. */
@Timeout(60)
@NeedsTools
class HttpWebClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private final Receiver service = Receiver.plain();
    private final List<Duration> waits = new ArrayList<>();
    private final WebClient client = TestWebClients.open(TestWebClients.access(2), waits);

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    private WebRequest message() {
        return WebRequest.post(service.uri("/hook?key=s3cr3t"), "application/json", "{\"a\":\"ä\"}", TIMEOUT);
    }

    @Test
    void requestWhenSentArrivesSignedAndWithItsHeaders() throws IOException {
        service.answering(status(202, "taken"));

        WebResponse answer = client.send(
                new BodySignature(Secret.of("key of both")).sign(message().with("Idempotency-Key", "7")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.body()).isEqualTo("taken");
        Receiver.Received received = service.received().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.target()).isEqualTo("/hook?key=s3cr3t");
        assertThat(received.body()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(received.header("Content-Type")).isEqualTo("application/json");
        assertThat(received.header("Idempotency-Key")).isEqualTo("7");
        assertThat(received.header("User-Agent")).isEqualTo("image-promotion-tests");
        // printf '{"a":"ä"}' | openssl dgst -sha256 -hmac 'key of both'
        assertThat(received.header("X-Hub-Signature-256"))
                .isEqualTo("sha256=61e4d33b08a2afbd55f114e649986b46b0f1f9d750db13db3522af99bb0acfc6");
    }

    @Test
    void loginIsBasicWithAUserAndABearerTokenWithout() {
        Credential user = new Credential("tests", "me", Secret.of("pässword"), false);
        Credential token = new Credential("tests", "", Secret.of("t0ken"), false);

        assertThat(message().with(user).headers()).containsEntry("Authorization", "Basic bWU6cMOkc3N3b3Jk");
        assertThat(message().with(token).headers()).containsEntry("Authorization", "Bearer t0ken");
        assertThat(message().with(token)).hasToString("POST " + service.uri(""));
    }

    @Test
    void serviceWhenItFailsForAWhileIsCalledAgainAndHeard() throws IOException {
        service.answering(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    exchange.sendResponseHeaders(503, -1);
                },
                hangUp(),
                status(200, "at last"));

        assertThat(client.send(message()).body()).isEqualTo("at last");
        assertThat(service.received()).hasSize(3);
        assertThat(waits).hasSize(2);
        assertThat(waits.get(0)).isEqualTo(Duration.ofSeconds(7));
        assertThat(waits.get(1)).isLessThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void serviceWhenItKeepsFailingGivesItsLastAnswer() throws IOException {
        service.answering(status(500, "broken"));

        assertThat(client.send(message())).isEqualTo(client.send(message()));
        assertThat(service.received()).hasSize(6);
    }

    @Test
    void refusalIsNotTriedAgain() throws IOException {
        service.answering(status(403, "no"));

        assertThat(client.send(message()).status()).isEqualTo(403);
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void connectionWhenItBreaksEachTimeIsNamedWithoutTheAddress() {
        service.answering(hangUp());

        assertThatThrownBy(() -> client.send(message()))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageStartingWith("'127.0.0.1:" + service.uri("/").getPort() + "' does not answer (")
                .hasMessageNotContaining("s3cr3t");
        assertThat(service.received()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serviceWhenItIsSlowIsGivenUpAsAWhole(boolean drips) {
        service.answering(exchange -> {
            if (drips) {
                exchange.sendResponseHeaders(200, 0);
            }
            for (int i = 0; i < 100; i++) {
                if (drips) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
                Thread.sleep(100);
            }
        });
        WebRequest hasty = WebRequest.get(service.uri("/status"), Duration.ofMillis(500));
        long start = System.nanoTime();

        assertThatThrownBy(() -> client.send(hasty))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("does not answer in time (no whole answer within 0.5 s)");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(service.received()).hasSize(3);
    }

    @Test
    void answerWhenItIsTooLargeIsRefused() {
        service.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[64 * 1024];
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(block);
            }
        });

        assertThatThrownBy(() -> client.send(message()))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageEndingWith("answers with more than 1048576 bytes");
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void redirectIsNotFollowed() throws IOException {
        try (Receiver other = Receiver.plain()) {
            service.answering(exchange -> {
                exchange.getResponseHeaders()
                        .set("Location", other.uri("/elsewhere").toString());
                exchange.sendResponseHeaders(307, -1);
            });

            WebResponse answer = client.send(message().with("Authorization", "Bearer s3cr3t"));

            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.header("location"))
                    .contains(other.uri("/elsewhere").toString());
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void plainHttpWhenOverANetworkIsRefused() {
        assertThatThrownBy(() -> client.send(WebRequest.get(URI.create("http://hooks.example/?key=s3cr3t"), TIMEOUT)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Cannot call 'hooks.example' by http://")
                .satisfies(tells("<insecure>"))
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void anyAddressWhenMavenIsOfflineIsRefused() {
        WebAccess offline = new WebAccess(
                false, true, 0, Accesses.unlimited(), "tests", TlsFiles.SYSTEM, ProxySource.NONE, new Redactor());
        try (WebClient none = TestWebClients.open(offline, waits)) {
            assertThatThrownBy(() -> none.send(message()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("Maven is offline");
        }
        assertThat(service.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.example/", "/relative", "https:///no-host", "https://me:s3cr3t@a.example/"})
    void addressWhenItIsNoneOfAServiceIsRefused(String address) {
        assertThatThrownBy(() -> WebRequest.get(URI.create(address), TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void serviceWhenItsAuthorityIsNamedIsTrustedAndElseNot() throws IOException {
        TestAuthority authority = TestAuthority.in(directory);
        WebAccess trusting = new WebAccess(
                false,
                false,
                0,
                Accesses.unlimited(),
                "tests",
                new TlsFiles(Optional.of(authority.certificate()), Optional.empty()),
                ProxySource.NONE,
                new Redactor());
        try (Receiver secure = Receiver.secure(authority.keystore(authority.server()));
                WebClient trusted = TestWebClients.open(trusting, waits)) {
            WebRequest question = WebRequest.get(secure.uri("/"), TIMEOUT);

            assertThat(trusted.send(question).status()).isEqualTo(200);
            assertThatThrownBy(() -> client.send(question))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("is not trusted (");
        }
    }
}
