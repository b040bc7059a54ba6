package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done at a registry before it is asked for anything, as it sees it. */
class HeadStartTest {
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = new Server();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void connectWhenRequestsFollowHasOpenedTheirConnections() throws Exception {
        int count = 5;
        server.atOnce = new CountDownLatch(count);
        try (Registry registry = open(Accesses.anonymous())) {
            registry.connect(count);
            Repository repository = repository(registry);
            Parallel.forEach(Collections.nCopies(count, Tag.of("42")), count, repository::resolve);
        }
        assertThat(server.connections).hasValue(count);
        assertThat(server.requests).hasSize(1 + count).first().isEqualTo("GET /v2/");
    }

    @Test
    void connectWhenItIsCalledAgainOpensWhatIsMissingAndGreetsNobody() throws Exception {
        int count = 5;
        server.atOnce = new CountDownLatch(count);
        try (Registry registry = open(Accesses.anonymous())) {
            registry.connect(2);
            registry.connect(count);
            Repository repository = repository(registry);
            Parallel.forEach(Collections.nCopies(count, Tag.of("42")), count, repository::resolve);
        }
        assertThat(server.connections).hasValue(count);
        assertThat(server.requests).containsOnlyOnce("GET /v2/");
    }

    @Test
    void connectWhenTheRegistryWantsATokenSavesTheRefusalOfTheFirstRequest() throws IOException {
        server.challenge = "Bearer realm=\"http://" + server.authority() + "/token\",service=\"tests\"";
        try (Registry registry = open(Accesses.asUser())) {
            registry.connect(2);
            assertThat(server.requests).containsExactly("GET /v2/");

            repository(registry).resolve(Tag.of("42"));
        }
        assertThat(server.requests)
                .containsExactly(
                        "GET /v2/",
                        "GET /token?service=tests&scope=repository%3Ateam%2Fapp%3Apull with Basic",
                        "HEAD /v2/team/app/manifests/42 with Bearer");
    }

    @Test
    void connectWhenTheRegistryWantsAPasswordSavesTheRefusalOfTheFirstRequest() throws IOException {
        server.challenge = "Basic realm=\"tests\"";
        try (Registry registry = open(Accesses.asUser())) {
            registry.connect(2);
            repository(registry).resolve(Tag.of("42"));
        }
        assertThat(server.requests).containsExactly("GET /v2/", "HEAD /v2/team/app/manifests/42 with Basic");
    }

    @Test
    void connectWhenThereIsAChoiceOfLoginsLeavesItToTheFirstRequest() throws IOException {
        server.challenge =
                "Bearer realm=\"http://" + server.authority() + "/token\",service=\"tests\", Basic realm=\"tests\"";
        try (Registry registry = open(Accesses.asUser())) {
            registry.connect(2);
            repository(registry).resolve(Tag.of("42"));
        }
        assertThat(server.requests).startsWith("GET /v2/", "HEAD /v2/team/app/manifests/42");
    }

    @Test
    void connectWhenThereIsNoLoginAsksForNoToken() throws IOException {
        server.challenge = "Bearer realm=\"http://" + server.authority() + "/token\",service=\"tests\"";
        try (Registry registry = open(Accesses.anonymous())) {
            registry.connect(2);
            repository(registry).resolve(Tag.of("42"));
        }
        assertThat(server.requests).startsWith("GET /v2/", "HEAD /v2/team/app/manifests/42");
    }

    @Test
    void connectWhenTheTokenServerIsNoRelativeSendsItNothing() throws IOException {
        server.challenge = "Bearer realm=\"https://tokens.invalid/token\",service=\"tests\"";
        try (Registry registry = open(Accesses.asUser())) {
            registry.connect(2);
            assertThatThrownBy(() -> repository(registry).resolve(Tag.of("42")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("a host that is not related to it");
        }
        assertThat(server.requests).containsExactly("GET /v2/", "HEAD /v2/team/app/manifests/42");
    }

    @Test
    void connectWhenNobodyListensLeavesItToTheFirstRequestToSaySo() throws IOException {
        server.close();
        try (Registry registry = open(Accesses.anonymous())) {
            registry.connect(2);
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void connectWhenThereIsAProxyOpensNoOtherConnectionThanForItsRequest() throws IOException {
        int port = server.port();
        RegistryAccess access = Accesses.with(
                Accesses.anonymous(),
                (scheme, host, any) -> Optional.of(new HttpProxy("127.0.0.1", port, Optional.empty(), "the tests")));
        RegistryAddress.Host nowhere =
                (RegistryAddress.Host) RegistryAddress.of("http://127.0.0.1:" + DockerRegistry.freePort());
        try (Registry registry = HttpRegistry.open(nowhere, access)) {
            registry.connect(5);
        }
        assertThat(server.connections).hasValue(1);
        assertThat(server.requests).hasSize(1);
    }

    private Registry open(RegistryAccess access) {
        return HttpRegistry.open((RegistryAddress.Host) RegistryAddress.of("http://" + server.authority()), access);
    }

    private static Repository repository(Registry registry) {
        return registry.repository(RepositoryName.of("team/app"));
    }

    /** Counts connections, keeps them, and wants a login for everything below {@code /v2/} where there is a challenge. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();
        private final List<String> requests = new CopyOnWriteArrayList<>();
        /** Requests by HEAD that are answered together, when all are there. */
        private volatile CountDownLatch atOnce = new CountDownLatch(0);

        private volatile String challenge = "";

        Server() throws IOException {
            daemon(() -> {
                while (true) {
                    Socket connection = listening.accept();
                    connections.incrementAndGet();
                    daemon(() -> serve(connection));
                }
            });
        }

        int port() {
            return listening.getLocalPort();
        }

        String authority() {
            return "127.0.0.1:" + port();
        }

        private void serve(Socket connection) throws Exception {
            try (connection) {
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String login = "";
                    for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
                        if (header.regionMatches(true, 0, "Authorization: ", 0, 15)) {
                            login = " with " + header.substring(15).split(" ")[0];
                        }
                    }
                    requests.add(line.replace(" HTTP/1.1", "") + login);
                    connection.getOutputStream().write(answer(line, login).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }

        private String answer(String line, String login) throws InterruptedException {
            if (line.startsWith("GET /token")) {
                return "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"token\":\"abc\"}";
            }
            if (!challenge.isEmpty() && login.isEmpty()) {
                return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + challenge + "\r\nContent-Length: 0\r\n\r\n";
            }
            if (line.startsWith("HEAD")) {
                atOnce.countDown();
                atOnce.await();
                return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
            }
            return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        }

        private interface Work {
            void run() throws Exception;
        }

        private static void daemon(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception e) {
                    // The test is over.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
