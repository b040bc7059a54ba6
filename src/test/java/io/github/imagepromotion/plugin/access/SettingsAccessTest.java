package io.github.imagepromotion.plugin.access;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/** Logins and proxies of settings.xml, decrypted by Maven 3's own component with a real master password. */
class SettingsAccessTest {
    private static final RegistryAddress.Host HOST = (RegistryAddress.Host) RegistryAddress.of("r.example:5000");

    private final Settings settings = new Settings();

    private SettingsDecryption decryption = decryption("src/it/encrypted-server-password/settings-security.xml");

    private static SettingsDecryption decryption(String file) {
        return new SettingsDecryption(
                new DefaultSettingsDecrypter(new DefaultSecDispatcher(new DefaultPlexusCipher(), Map.of(), file)));
    }

    private void server(String id, String username, @Nullable String password) {
        Server server = new Server();
        server.setId(id);
        server.setUsername(username);
        server.setPassword(password);
        settings.addServer(server);
    }

    private Proxy proxy(String id, String protocol, String host, @Nullable String nonProxyHosts) {
        Proxy proxy = new Proxy();
        proxy.setId(id);
        proxy.setProtocol(protocol);
        proxy.setHost(host);
        proxy.setPort(3128);
        proxy.setNonProxyHosts(nonProxyHosts);
        return proxy;
    }

    private Optional<Credential> find(String... serverId) {
        return credentials(serverId).find(HOST);
    }

    private SettingsCredentials credentials(String... serverId) {
        return new SettingsCredentials(
                settings,
                decryption,
                List.of(serverId).stream().findFirst(),
                "environment 'prod'",
                RegistryRole.ENVIRONMENT);
    }

    @Test
    void findWhenThereAreSeveralTakesServerIdThenPortThenHost() {
        server("r.example", "of-host", "x");
        assertThat(find().orElseThrow().username()).isEqualTo("of-host");
        server("r.example:5000", "of-port", "x");
        assertThat(find().orElseThrow().username()).isEqualTo("of-port");
        server("prod", "of-id", "x");
        assertThat(find("prod").orElseThrow().username()).isEqualTo("of-id");
    }

    @Test
    void findWhenServerIsMissingOrHasNoLoginSaysSo() {
        server("empty", "ci", null);
        assertThatThrownBy(() -> find("none"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("no server 'none'", "environment 'prod'", "<serverId>"));
        assertThatThrownBy(() -> find("empty"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("server 'empty'", "no <username> and <password>"));
        server("r.example", "ci", null);
        assertThat(find()).isEmpty();
    }

    @Test
    void remedyWhenThereIsNoLoginSaysWhichServerToAddOrComplete() {
        RegistryAddress.Host withoutPort = (RegistryAddress.Host) RegistryAddress.of("ghcr.example");
        assertThat(credentials().remedy(HOST)).contains("Add a <server> with the id 'r.example:5000' to settings.xml");
        assertThat(credentials().remedy(withoutPort))
                .contains("Add a <server> with the id 'ghcr.example' to settings.xml");
        server("r.example", "ci", null);
        assertThat(credentials().remedy(HOST))
                .as("one that is there, but cannot be used")
                .contains("Add <username> and <password> to <server> 'r.example' of settings.xml");
        assertThat(credentials().remedy(withoutPort))
                .contains("Add a <server> with the id 'ghcr.example' to settings.xml");
    }

    @Test
    void findWhenThePasswordIsEncryptedDecryptsItOrSaysThatItCannot() {
        server("prod", "deployer", "{Q3xSIBKLpqIH6sUnHglo8yc9P6AIgfbGEYoIy4VAI9g=}");
        assertThat(find("prod").orElseThrow().secret().reveal()).isEqualTo("open sesame");
        decryption = decryption("src/it/none.xml");
        assertThatThrownBy(() -> find("prod"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cannot be decrypted");
    }

    /** Modules have the same decrypter; that of Maven 3.6.3 (plexus-cipher 1.7) uses one MessageDigest for all threads. */
    @Test
    void findWhenSeveralAskAtTheSameTimeDecryptsOneAfterTheOther() throws IOException {
        server("prod", "deployer", "open sesame");
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SettingsDecrypter maven = request -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            both.countDown();
            try {
                // Only if they were let in together does this end before its time.
                both.await(300, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            inside.decrementAndGet();
            return new DefaultSettingsDecrypter(new DefaultSecDispatcher(new DefaultPlexusCipher(), Map.of(), ""))
                    .decrypt(request);
        };

        Parallel.forEach(List.of(1, 2), 2, module -> assertThat(new SettingsDecryption(maven)
                        .decrypted(settings.getServer("prod"), "a module")
                        .getPassword())
                .isEqualTo("open sesame"));

        assertThat(most).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{COQLCE6DU6GtcS5PCOQLCE6DU6GtcS5PCOQLCE6DU6E=}",
                "{[name=master,cipher=AES/GCM/NoPadding,version=4.0]COQLCE6DU6GtcS5PCOQLCE6DU6GtcS5PCOQLCE6DU6E=}"
            })
    void findWhenThePasswordCannotBeDecryptedIsAnError(String ciphertext) {
        server("prod", "ci", ciphertext);
        assertThatThrownBy(() -> find("prod"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("server 'prod'", "cannot be decrypted", "--encrypt-password", "mvnenc")
                .hasMessageNotContainingAny("COQL");
    }

    @ParameterizedTest
    @CsvSource({
        "https, r.example, secure.example",
        "https, skip.example, plain.example",
        "http, r.example, plain.example",
        "https, both.example, -",
        "https, sub.both.example, -",
        "https, 127.0.0.1, secure.example"
    })
    void proxyWhenSeveralAreActiveIsTheOneMavenTakes(String scheme, String host, String expected) {
        SettingsProxies proxies = new SettingsProxies(
                List.of(
                        proxy("other", "socks", "socks.example", ""),
                        proxy("secure", "https", "secure.example", "skip.example|*both.example"),
                        proxy("plain", "http", "plain.example", "*both.example")),
                decryption);
        assertThat(proxies.find(scheme, host, 443).map(HttpProxy::host).orElse("-"))
                .isEqualTo(expected);
    }

    @Test
    void proxyWhenItsPasswordCannotBeDecryptedIsAnError() {
        Proxy proxy = proxy("office", "http", "proxy.example", null);
        proxy.setUsername("u");
        proxy.setPassword("{COQLCE6DU6GtcS5PCOQLCE6DU6GtcS5PCOQLCE6DU6E=}");
        SettingsProxies proxies = new SettingsProxies(List.of(proxy), decryption);
        assertThatThrownBy(() -> proxies.find("https", "r.example", 443))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("proxy 'office'", "cannot be decrypted");
    }
}
