package io.github.imagepromotion.notify;

import static io.github.imagepromotion.notify.NotifiedPromotion.to;
import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a kube-apiserver is sent, and what its answers lead to. No kube-apiserver can be installed where these tests run:
 * a small server speaks the part of its protocol that is used, as the API reference has it ("Server-Side Apply").
 */
@Timeout(60)
@NeedsTools
class KubernetesChannelTest {
    @TempDir
    private Path directory;

    private TestAuthority authority;
    private Receiver cluster;
    private NotifiedPromotion promotion;

    @BeforeEach
    void begin() throws IOException {
        authority = TestAuthority.in(Files.createDirectory(directory.resolve("tls")));
        cluster = Receiver.secure(authority.keystore(authority.server()));
        promotion = new NotifiedPromotion(directory);
    }

    @AfterEach
    void stop() throws IOException {
        promotion.close();
        cluster.close();
    }

    private void promote(Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(
                Map.of("deployment", "shop", "container", "web", "kubeconfig", "config", "namespace", "team"));
        settings.putAll(more);
        promotion.promote(1, List.of(to(Kind.KUBERNETES, On.SUCCESS, true, settings)));
    }

    private void kubeconfig(String cluster, String user) throws IOException {
        Files.writeString(
                directory.resolve("config"),
                """
                apiVersion: v1
                kind: Config
                current-context: ours
                contexts:
                - name: ours
                  context: {cluster: test, user: ci}
                - name: other
                  context: {cluster: missing, user: ci}
                clusters:
                - name: test
                  cluster:
                    %s
                users:
                - name: ci
                  user:
                    %s
                """
                        .formatted(cluster.replace("\n", "\n    "), user.replace("\n", "\n    ")));
    }

    private String verified() throws IOException {
        return "server: " + cluster.uri("") + "\ncertificate-authority-data: "
                + base64(Files.readString(authority.certificate()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellWhenPromotedAppliesTheImageAndNothingElse() throws IOException {
        kubeconfig(verified(), "token: t0ken-of-ci");

        promote(Map.of());

        Receiver.Received patch = cluster.received().get(0);
        assertThat(patch.method()).isEqualTo("PATCH");
        assertThat(patch.target())
                .isEqualTo("/apis/apps/v1/namespaces/team/deployments/shop?fieldManager=image-promotion");
        assertThat(patch.header("Content-Type")).startsWith("application/apply-patch+yaml");
        assertThat(patch.header("Authorization")).isEqualTo("Bearer t0ken-of-ci");
        String image = promotion.repository().displayName() + "@"
                + promotion.repository().resolve(Tag.of("7")).orElseThrow().digest();
        assertThat(Json.object(patch.body().getBytes(StandardCharsets.UTF_8), "patch"))
                .isEqualTo(Json.object(
                        ("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'shop'},'spec':{'template':"
                                        + "{'spec':{'containers':[{'name':'web','image':'" + image + "'}]}}}}")
                                .replace('\'', '"')
                                .getBytes(StandardCharsets.UTF_8),
                        "expected"));
        assertThat(promotion.services.redactor().clean("t0ken-of-ci")).isEqualTo("***");
        assertThat(promotion.services.lines).last().asString().endsWith("set web of deployment shop to " + image);
    }

    @Test
    void tellWhenForcedTakesTheFieldFromOthers() throws IOException {
        kubeconfig(verified(), "token: t0ken-of-ci");

        promote(Map.of("force", "true"));

        assertThat(cluster.received().get(0).target()).endsWith("fieldManager=image-promotion&force=true");
    }

    @Test
    void tellWhenTheClusterIsBusyTriesAgain() throws IOException {
        kubeconfig(verified(), "token: t0ken-of-ci");
        cluster.answering(Receiver.status(429, ""), Receiver.status(200, "{}"));

        promote(Map.of());

        assertThat(cluster.received()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized, it answered 401",
        "403, forbidden, it answered 403 'forbidden'",
        "404, no deployment, it answered 404 'no deployment'",
        "409, conflict, <force>true</force> takes it",
        "422, invalid, it answered 422 'invalid'"
    })
    void tellWhenRefusedSaysWhyAndThePromotionStays(int status, String said, String message) throws IOException {
        kubeconfig(verified(), "token: t0ken-of-ci");
        cluster.answering(Receiver.status(status, said));

        assertThatThrownBy(() -> promote(Map.of()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(message))
                .hasMessageContaining("this is not undone")
                .hasMessageNotContaining("t0ken-of-ci");
        assertThat(promotion.isTagged()).isTrue();
    }

    @Test
    void checkWhenTheAuthorityIsAnotherTellsNothing() throws IOException {
        TestAuthority stranger = TestAuthority.in(Files.createDirectory(directory.resolve("stranger")));
        kubeconfig(
                "server: " + cluster.uri("") + "\ncertificate-authority-data: "
                        + base64(Files.readString(stranger.certificate())),
                "token: t0ken-of-ci");

        assertThatThrownBy(() -> promote(Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is not trusted");
        assertThat(cluster.received()).isEmpty();
    }

    @Test
    void tellWhenFilesAreNamedTakesThemFromBesideTheKubeconfig() throws IOException {
        TestAuthority.Issued client = authority.client();
        cluster.close();
        cluster = Receiver.secure(authority.keystore(authority.server()), Optional.of(authority.certificate()));
        Files.copy(authority.certificate(), directory.resolve("ca.pem"));
        Files.copy(client.certificate(), directory.resolve("client.pem"));
        kubeconfig(
                "server: " + cluster.uri("") + "\ncertificate-authority: ca.pem",
                "client-certificate: client.pem\nclient-key-data: " + base64(Files.readString(client.key())));

        promote(Map.of());

        assertThat(cluster.received().get(0).header("Authorization")).isEmpty();
        assertThat(promotion.services.tls.get(0).client()).isPresent();
        assertThat(promotion.services.redactor().clean(Files.readString(client.key())))
                .isEqualTo("***");
    }

    @Test
    void checkWhenTheKeyCannotBeUsedRefusesBeforeAnythingIsTagged() throws IOException {
        String certificate = base64(Files.readString(authority.client().certificate()));
        kubeconfig(
                verified(),
                "client-certificate-data: " + certificate + "\nclient-key-data: " + base64("no k3y at all"));

        assertThatThrownBy(() -> promote(Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("config")
                .hasMessageNotContaining("no k3y");
        assertThat(promotion.isTagged()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec: {command: aws}", "auth-provider: {name: gcp}"})
    void checkWhenTheLoginIsAPluginRefusesBeforeAnythingIsTagged(String user) throws IOException {
        kubeconfig(verified(), user);

        assertThatThrownBy(() -> promote(Map.of()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("logs in by a plugin", "<tokenEnv>"));
        assertThat(promotion.isTagged()).isFalse();
    }

    @Test
    void checkWhenTheClusterIsNotVerifiedRefuses() throws IOException {
        kubeconfig("server: " + cluster.uri("") + "\ninsecure-skip-tls-verify: true", "token: t0ken-of-ci");

        assertThatThrownBy(() -> promote(Map.of())).hasMessageContaining("insecure-skip-tls-verify");
        assertThat(promotion.isTagged()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"other, it has no cluster 'missing'", "absent, it has no context 'absent'"})
    void checkWhenTheContextLacksSomethingSaysWhat(String context, String message) throws IOException {
        kubeconfig(verified(), "token: t0ken-of-ci");

        assertThatThrownBy(() -> promote(Map.of("context", context)))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "{ a", "", "server: &a [*a, *a]"})
    void checkWhenTheFileIsNoKubeconfigSaysSoWithoutItsContent(String content) throws IOException {
        Files.writeString(directory.resolve("config"), content);

        assertThatThrownBy(() -> promote(Map.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("config'");
        assertThat(promotion.isTagged()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"namespace, ../../secrets", "deployment, shop?force=true", "container, a/b"})
    void checkWhenANameWouldLeadElsewhereRefuses(String element, String name) throws IOException {
        kubeconfig(verified(), "token: t0ken-of-ci");

        assertThatThrownBy(() -> promote(Map.of(element, name)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'" + element + "' is not a valid Kubernetes name");
    }

    @Test
    void checkWhenThereIsNoClusterSaysWhereToNameIt() {
        assertThatThrownBy(() -> promote(Map.of("kubeconfig", "")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("names no kubeconfig"));
    }
}
