package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.VariableProxies;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.SquidProxy;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.testing.TokenServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries by a real proxy that asks for a login, and that alone knows where they are. */
@NeedsTools
class ProxyTest {
    private static final MediaType BINARY = MediaType.of("application/octet-stream");
    private static final String LOGIN =
            SquidProxy.USER + ":" + URLEncoder.encode(SquidProxy.PASSWORD, StandardCharsets.UTF_8);

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static SquidProxy squid;

    @BeforeAll
    static void start() {
        authority = TestAuthority.in(directory);
        squid = SquidProxy.in(directory);
    }

    @AfterAll
    static void stop() {
        squid.close();
    }

    private static RegistryAccess by(String proxy) {
        return by(Map.of("HTTPS_PROXY", proxy, "HTTP_PROXY", proxy));
    }

    private static RegistryAccess by(Map<String, String> variables) {
        TlsFiles tls = new TlsFiles(Optional.of(authority.certificate()), Optional.empty());
        return Accesses.with(Accesses.with(Accesses.asUser(), tls), new VariableProxies(variables));
    }

    private static Repository open(Registry registry) {
        return registry.repository(RepositoryName.of("team/app"));
    }

    private static Registry registry(String address, RegistryAccess access) {
        return TestRegistries.open((RegistryAddress.Host) RegistryAddress.of(address), access, 1_000_000);
    }

    private static void push(String address, RegistryAccess access, int size) throws IOException {
        try (Registry registry = registry(address, access)) {
            MemoryBlobs blobs = new MemoryBlobs();
            Descriptor blob = blobs.add(BINARY, new byte[size]);
            assertThat(open(registry).push(blob, blobs, List.of())).isEqualTo(PushResult.UPLOADED);
            assertThat(open(registry).has(blob)).isTrue();
            assertThat(open(registry).open(blob, 0).readAllBytes()).hasSize(size);
        }
    }

    private static void fails(String address, RegistryAccess access, String... parts) throws IOException {
        try (Registry registry = registry(address, access)) {
            assertThatThrownBy(() -> open(registry).resolve(Tag.of("42")))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells(parts))
                    .satisfies(thrown -> {
                        StringWriter text = new StringWriter();
                        thrown.printStackTrace(new PrintWriter(text));
                        assertThat(text.toString()).doesNotContain("kanarienvogel");
                    });
        }
    }

    @Test
    void pushWhenTheRegistryIsHttpsGoesThroughATunnel() throws IOException {
        try (DockerRegistry server = DockerRegistry.overTls(authority.server(), Optional.empty())) {
            String address = "registry.test:" + server.port();
            push(address, by("http://" + LOGIN + "@" + squid.authority()), 3_000_000);
            assertThat(squid.logWith("TUNNEL/200"))
                    .anyMatch(line -> line.contains("CONNECT " + address) && line.contains(SquidProxy.USER))
                    .noneMatch(line -> line.contains(address + "/"));
        }
    }

    @Test
    void pushWhenTheRegistryIsPlainGoesThroughTheProxy() throws IOException {
        try (TokenServer tokens = TokenServer.start();
                DockerRegistry server = DockerRegistry.withTokens(tokens)) {
            // Its token server is on another host than it: the same machine, by an address that needs no proxy.
            String address = "http://registry.test:" + server.port();
            RegistryAccess access = by("http://" + LOGIN + "@" + squid.authority());
            fails(address, access, "in the clear", "'http://127.0.0.1:");
        }
        try (DockerRegistry server = DockerRegistry.withPassword()) {
            push("http://registry.test:" + server.port(), by("http://" + LOGIN + "@" + squid.authority()), 3_000_000);
        }
    }

    @Test
    void requestWhenTheProxyDoesNotLetUsThroughSaysWhy() throws IOException {
        String proxy = squid.authority();
        fails(
                "registry.test",
                by(proxy),
                "proxy '" + proxy + "' (environment variable HTTPS_PROXY)",
                "asks for a login");
        fails("http://registry.test", by(proxy), "(environment variable HTTP_PROXY)", "asks for a login (407)");
        fails("registry.test", by("office:kanarienvogel-no@" + proxy), "refused the login that is set there (407)");
        fails("forbidden.test", by(LOGIN + "@" + proxy), "answered 403", "CONNECT", "NO_PROXY");
        String nobody = "127.0.0.1:" + DockerRegistry.freePort();
        fails("registry.test", by(LOGIN + "@" + nobody), "proxy '" + nobody + "'", "does not answer", "NO_PROXY");
        fails("registry.test", by("no-proxy.invalid:1"), "proxy 'no-proxy.invalid:1'", "does not answer");
        fails(
                "registry.test",
                by(Map.of("HTTPS_PROXY", proxy, "NO_PROXY", ".other,registry.test")),
                "'registry.test' is an unknown host");
    }

    /** What a proxy says instead of opening a tunnel is never taken for the registry's word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "404 Not Found\r\nX: y",
                "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"registry\"",
                "307 Temporary Redirect\r\nLocation: https://evil.test/",
                "204 No Content\r\nX: y"
            })
    void requestWhenTheProxyAnswersInPlaceOfTheRegistryIsRefused(String answer) throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(proxy, answer, heard));
            thread.setDaemon(true);
            thread.start();
            fails("registry.test", by("127.0.0.1:" + proxy.getLocalPort()), "is reached by proxy", "127.0.0.1");
        }
        String basic = Base64.getEncoder()
                .encodeToString((DockerRegistry.USER + ":" + DockerRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(heard).isNotEmpty().allSatisfy(head -> assertThat(head)
                .startsWith("CONNECT registry.test:443")
                .doesNotContain(basic));
    }

    private static void answer(ServerSocket server, String answer, List<String> heard) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    byte[] head = new byte[4096];
                    heard.add(new String(
                            head, 0, Math.max(0, socket.getInputStream().read(head)), StandardCharsets.ISO_8859_1));
                    socket.getOutputStream()
                            .write(("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
