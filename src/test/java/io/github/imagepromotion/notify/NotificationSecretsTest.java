package io.github.imagepromotion.notify;

import static io.github.imagepromotion.notify.NotifiedPromotion.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestAuthority;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that refuse, and echo all that they were sent: no line, no error and no file holds a secret. */
@Timeout(60)
@NeedsTools
class NotificationSecretsTest {
    private static final String CANARY = "canary+zq7/of notify";
    private static final String PATH = "T0CANARY/B0CANARY/aVeryLongSecretOfTheChannel";

    @TempDir
    private Path directory;

    private final Receiver receiver = Receiver.plain().answering(NotificationSecretsTest::echo);
    private NotifiedPromotion promotion;

    @BeforeEach
    void begin() {
        promotion = new NotifiedPromotion(directory);
        promotion.services.variables.put("CANARY", CANARY);
        promotion.services.logins.put("ops", new Credential("a test", "ops", Secret.of(CANARY), false));
    }

    @AfterEach
    void stop() throws IOException {
        promotion.close();
        receiver.close();
    }

    /** In front of a secret stands as much as lets it be cut in two. */
    private static void echo(HttpExchange exchange) throws IOException, InterruptedException {
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        String target = exchange.getRequestURI().toString();
        Receiver.status(
                        403,
                        target + " " + target.substring(target.lastIndexOf('/') + 1) + " " + sent
                                + "\n##vso[x]\u001b[31m" + "-".repeat(200) + sent)
                .to(exchange);
    }

    private void refused(Notification notification) throws IOException {
        assertThatThrownBy(() -> promotion.promote(1, List.of(notification)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("it answered 403 '")
                .satisfies(this::holdsNone);
        assertThat(receiver.received()).isNotEmpty();
        assertThat(promotion.services.warnings).isNotEmpty();
    }

    private void holdsNone(Throwable thrown) throws IOException {
        List<String> texts = new ArrayList<>(promotion.services.warnings);
        texts.addAll(promotion.services.lines);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            texts.add(cause.toString());
        }
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file).replace("\n", " "));
            }
        }
        byte[] raw = CANARY.getBytes(StandardCharsets.UTF_8);
        byte[] pair = ("ops:" + CANARY).getBytes(StandardCharsets.UTF_8);
        assertThat(texts).allSatisfy(text -> assertThat(text)
                .doesNotContain(
                        CANARY,
                        "canary+zq7",
                        URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
                        Base64.getEncoder().encodeToString(raw),
                        Base64.getEncoder().encodeToString(pair),
                        Base64.getEncoder().encodeToString(pair).substring(0, 12),
                        "aVeryLongSecret",
                        "B0CANARY",
                        "##",
                        "\u001b",
                        "\n"));
    }

    @Test
    void addressWhenItsReceiverEchoesItIsToldNowhere() throws IOException {
        promotion.services.variables.put("SLACK", receiver.uri("/services/" + PATH) + "\n");

        refused(to(Kind.SLACK, On.SUCCESS, true, Map.of("url", "env:SLACK")));

        assertThat(receiver.received().get(0).target()).isEqualTo("/services/" + PATH);
    }

    @Test
    void loginInAnAddressIsSentAsOneAndToldNowhere() throws IOException {
        promotion.services.variables.put(
                "HUB", receiver.uri("/docker/hook").toString().replace("//", "//ops:canary%2Bzq7%2Fof%20notify@"));

        refused(to(Kind.DOCKERHUB, On.SUCCESS, true, Map.of("url", "env:HUB")));

        Receiver.Received received = receiver.received().get(0);
        assertThat(received.target()).isEqualTo("/docker/hook");
        assertThat(received.header("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString(("ops:" + CANARY).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tokenAndPasswordWhenTheReceiverEchoesThemAreToldNowhere() throws IOException {
        String url = receiver.uri("/events").toString();

        refused(to(Kind.CDEVENTS, On.SUCCESS, true, Map.of("url", url, "tokenEnv", "CANARY", "hmacEnv", "CANARY")));
        refused(to(Kind.WEBHOOK, On.SUCCESS, true, Map.of("url", url, "serverId", "ops", "hmacEnv", "CANARY")));
    }

    @Test
    void tokenOfAzureWhenItEchoesItIsToldNowhere() throws IOException {
        refused(to(
                Kind.AZUREAPPSERVICE,
                On.SUCCESS,
                true,
                Map.of(
                        "subscription",
                        "s",
                        "resourceGroup",
                        "g",
                        "app",
                        "a",
                        "tokenEnv",
                        "CANARY",
                        "endpoint",
                        receiver.uri("").toString())));
    }

    @Test
    void tokenAndKeyOfAKubeconfigAreToldAndWrittenNowhere() throws IOException {
        TestAuthority authority = TestAuthority.in(Files.createDirectory(directory.resolve("tls")));
        try (Receiver cluster =
                Receiver.secure(authority.keystore(authority.server())).answering(NotificationSecretsTest::echo)) {
            TestAuthority.Issued client = authority.client();
            Files.writeString(
                    directory.resolve("config"),
                    """
                    current-context: c
                    contexts: [{name: c, context: {cluster: c, user: u}}]
                    clusters: [{name: c, cluster: {server: '%s', certificate-authority-data: %s}}]
                    users: [{name: u, user: {token: '%s', client-certificate-data: %s, client-key-data: %s}}]
                    """
                            .formatted(
                                    cluster.uri(""),
                                    base64(authority.certificate()),
                                    CANARY,
                                    base64(client.certificate()),
                                    base64(client.key())));

            assertThatThrownBy(() -> promotion.promote(
                            1,
                            List.of(to(
                                    Kind.KUBERNETES,
                                    On.SUCCESS,
                                    true,
                                    Map.of("deployment", "d", "container", "c", "kubeconfig", "config")))))
                    .hasMessageContaining("it answered 403 '")
                    .satisfies(this::holdsNone);
            assertThat(cluster.received().get(0).header("Authorization")).isEqualTo("Bearer " + CANARY);
            assertThat(promotion.services.tls.get(0).client().orElseThrow()).isInstanceOf(TlsFiles.Held.class);
            assertThat(promotion.services.tls.get(0).caFile()).isEmpty();
        }
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    @Test
    void failureWhenItQuotesASecretIsToldWithoutIt() throws IOException {
        promotion.promote(1, List.of());
        promotion.services.redactor().hide(Secret.of("already names"));

        assertThatThrownBy(() -> promotion.promote(
                        2,
                        List.of(to(
                                Kind.WEBHOOK,
                                On.FAILURE,
                                false,
                                Map.of("url", receiver.uri("/failed").toString())))))
                .hasMessageContaining("already names");

        assertThat(receiver.received().get(0).body())
                .contains("Promoted nothing")
                .contains("***");
        assertThat(receiver.received().get(0).body()).doesNotContain("already names");
    }
}
