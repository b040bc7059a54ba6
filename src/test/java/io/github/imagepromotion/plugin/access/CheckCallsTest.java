package io.github.imagepromotion.plugin.access;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.web.HttpWebClient;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a service that is asked before a promotion knows us. */
@NeedsTools
class CheckCallsTest {
    private static final String SECRET = "kanarienvogel-5H";
    private static final String BODY = "{\"input\":{}}";

    private final MockWebServer server = new MockWebServer();
    private final Redactor redactor = new Redactor();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void askWhenAServerIsNamedSendsItsLoginAndShowsItToNobody() throws Exception {
        server.enqueue(new MockResponse.Builder().body("you are " + SECRET).build());

        WebResponse answer = ask(Optional.of("opa"), Optional.empty());

        String login = Base64.getEncoder().encodeToString(("ci:" + SECRET).getBytes(UTF_8));
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Basic " + login);
        assertThat(answer.body()).startsWith("you are ").doesNotContain(SECRET);
    }

    @Test
    void askWhenASecretIsNamedSignsTheBody() throws Exception {
        server.enqueue(new MockResponse.Builder().build());

        ask(Optional.empty(), Optional.of("CHECK_SECRET"));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getBody().utf8()).isEqualTo(BODY);
        assertThat(request.getHeaders().get("X-Hub-Signature-256")).isEqualTo("sha256=" + hmac());
        assertThat(request.getHeaders().get("Authorization")).isNull();
    }

    @Test
    void askWhenTheSecretIsNotSetNamesTheVariable() {
        assertThatThrownBy(() -> ask(Optional.empty(), Optional.of("NOT_SET")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'NOT_SET'", "<hmacEnv>"));
    }

    private static String hmac() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(UTF_8)));
    }

    @Test
    void askWhenItsAuthorityIsNamedTrustsItAndOtherwiseNobody(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.in(directory);
        try (Receiver service = Receiver.secure(authority.keystore(authority.server()))) {
            String url = service.uri("/ask").toString();

            assertThat(ask(check(url, Optional.of(authority.certificate().toString())))
                            .status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> ask(check(url, Optional.empty()))).hasMessageContaining("is not trusted");
        }
    }

    private WebResponse ask(Optional<String> serverId, Optional<String> hmacEnv) throws IOException {
        String url = "http://127.0.0.1:" + server.getPort() + "/ask";
        return ask(check(url, serverId, hmacEnv, Optional.empty()));
    }

    private static HttpCheck check(String url, Optional<String> caFile) {
        return check(url, Optional.empty(), Optional.empty(), caFile);
    }

    private static HttpCheck check(
            String url, Optional<String> serverId, Optional<String> hmacEnv, Optional<String> caFile) {
        return new HttpCheck(
                new ServiceAccess(url, serverId, caFile, false),
                new HttpCheck.Answers(Optional.empty(), List.of()),
                HttpCheck.POLLING,
                hmacEnv);
    }

    private WebResponse ask(HttpCheck check) throws IOException {
        return new CheckCalls(services()).ask(check, BODY, Duration.ofSeconds(10));
    }

    private Services services() {
        return new Services() {
            @Override
            public WebClient open(TlsFiles tls, boolean insecure, int retries) {
                return HttpWebClient.open(new WebAccess(
                        insecure, false, retries, Accesses.unlimited(), "test", tls, ProxySource.NONE, redactor));
            }

            @Override
            public Credential login(String serverId) {
                redactor.hide(Secret.of(SECRET));
                return new Credential("a test", "ci", Secret.of(SECRET), false);
            }

            @Override
            public Optional<Secret> variable(String name) {
                return name.equals("CHECK_SECRET") ? Optional.of(Secret.of(SECRET)) : Optional.empty();
            }

            @Override
            public Optional<String> plainVariable(String name) {
                return Optional.empty();
            }

            @Override
            public Redactor redactor() {
                return redactor;
            }

            @Override
            public Wording wording() {
                return Message::text;
            }

            @Override
            public Path directory() {
                return Path.of(".");
            }
        };
    }
}
