package io.github.imagepromotion.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.VariableProxies;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.SquidProxy;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import io.github.imagepromotion.web.WebClient.NoAnswerException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are no registry, by a real proxy that asks for a login, and that alone knows where they are. */
@NeedsTools
class WebProxyTest {
    @TempDir
    private Path directory;

    private static WebAccess by(String proxy, Path authority) {
        return new WebAccess(
                false,
                false,
                0,
                Accesses.unlimited(),
                "image-promotion-tests",
                new TlsFiles(Optional.of(authority), Optional.empty()),
                new VariableProxies(Map.of("HTTPS_PROXY", proxy)),
                new Redactor());
    }

    private static WebResponse call(WebAccess access, URI service) throws IOException {
        try (WebClient client = TestWebClients.open(access, new ArrayList<>())) {
            return client.send(WebRequest.get(service, Duration.ofSeconds(20))
                    .with(new Credential("a test", "", Secret.of("canary-of-the-service"), false)));
        }
    }

    @Test
    void requestWhenAProxyIsNamedGoesThroughItsTunnel() throws IOException {
        TestAuthority authority = TestAuthority.in(directory);
        try (SquidProxy squid = SquidProxy.in(directory);
                Receiver receiver = Receiver.secure(authority.keystore(authority.server()))) {
            URI service = URI.create("https://registry.test:" + receiver.uri("").getPort() + "/hook");
            String login = SquidProxy.USER + ":" + URLEncoder.encode(SquidProxy.PASSWORD, StandardCharsets.UTF_8);

            WebResponse answer =
                    call(by("http://" + login + "@" + squid.authority(), authority.certificate()), service);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(receiver.received().get(0).header("Authorization")).isEqualTo("Bearer canary-of-the-service");
            assertThat(receiver.received().get(0).header("Proxy-Authorization")).isEmpty();
            assertThat(squid.logWith("TUNNEL/200"))
                    .anyMatch(line -> line.contains("CONNECT " + service.getAuthority()));
            assertThatThrownBy(() -> call(
                            by("http://office:wr0ng-canary@" + squid.authority(), authority.certificate()), service))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("proxy")
                    .hasMessageNotContainingAny("canary", "kanarienvogel");
        }
    }
}
