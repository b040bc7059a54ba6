package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.credentials.CredentialSources;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reaching a registry, or not. */
@NeedsTools
class ConnectionTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    private static RegistryAccess access(boolean insecure, Duration timeout) {
        return Accesses.of(
                CredentialSources.firstOf(), insecure, false, timeout, Accesses.unlimited(), Optional.empty(), "tests");
    }

    private static Repository open(String address, boolean insecure, Duration timeout, SSLContext tls) {
        RegistryAddress.Host host = (RegistryAddress.Host) RegistryAddress.of(address);
        RegistryAccess access = access(insecure, timeout);
        RetryPolicy once = new RetryPolicy(
                1, Duration.ZERO, Duration.ZERO, Accesses.unlimited(), Clock.systemUTC(), time -> {}, new Random(1));
        Transport transport = new ApacheTransport(timeout, "tests", tls);
        Registry registry =
                new HttpRegistry(host, new RegistryClient(host, access, transport, once), UploadSizes.standard());
        return registry.repository(RepositoryName.of("team/app"));
    }

    private static Repository open(String address) {
        return open(address, false, Duration.ofSeconds(10), Accesses.systemTrust());
    }

    private static void fails(Repository repository, String... parts) {
        assertThatThrownBy(() -> repository.resolve(Tag.of("42")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(parts));
    }

    @Test
    void requestWhenNobodyListensSaysSo() {
        String address = "127.0.0.1:" + DockerRegistry.freePort();
        fails(
                open(address),
                "'42'",
                "registry '" + address + "' does not answer",
                "<registry>",
                "-Dimage.environments");
        fails(open("https://" + address), "does not answer");
    }

    @Test
    void requestWhenHostIsUnknownSaysSo() {
        fails(open("registry.invalid"), "'registry.invalid' is an unknown host (registry.invalid: ");
    }

    @Test
    void requestWhenNothingIsAnsweredEndsInTime() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + mute.getLocalPort();
            Repository repository = open(address, false, Duration.ofMillis(300), Accesses.systemTrust());
            fails(repository, "does not answer in time", "<stallTimeout> (-Dimage.stallTimeout)");
        }
    }

    @Test
    void pushWhenNothingIsTakenEndsInTime() throws Exception {
        try (ServerSocket greedy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> acceptUploadAndStall(greedy));
            server.setDaemon(true);
            server.start();
            MemoryBlobs blobs = new MemoryBlobs();
            Descriptor blob = blobs.add(MediaType.of("application/octet-stream"), new byte[40_000_000]);
            String address = "http://127.0.0.1:" + greedy.getLocalPort();
            Repository repository = open(address, false, Duration.ofMillis(700), Accesses.systemTrust());
            long start = System.nanoTime();
            assertThatThrownBy(() -> repository.push(blob, blobs, List.of()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** Begins an upload, asks for its content, and never reads it. */
    private static void acceptUploadAndStall(ServerSocket server) {
        try {
            while (true) {
                java.net.Socket socket = server.accept();
                new Thread(() -> stall(socket)).start();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void stall(java.net.Socket socket) {
        try {
            java.io.BufferedReader in = new java.io.BufferedReader(
                    new java.io.InputStreamReader(socket.getInputStream(), java.nio.charset.StandardCharsets.US_ASCII),
                    1);
            String line = in.readLine();
            boolean post = line != null && line.startsWith("POST");
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            String answer = post
                    ? "HTTP/1.1 202 Accepted\r\nLocation: /upload\r\nContent-Length: 0\r\n\r\n"
                    : "HTTP/1.1 100 Continue\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            if (post) {
                stall(socket);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    @Test
    void requestWhenLoopbackSpeaksNoTlsTakesPlainHttp() throws IOException {
        try (DockerRegistry server = DockerRegistry.anonymous()) {
            assertThat(open(server.authority()).tags()).isEmpty();
            assertThat(open("localhost:" + server.authority().substring(10)).tags())
                    .isEmpty();
            fails(
                    open("https://" + server.authority()),
                    "speaks plain HTTP where HTTPS was expected",
                    "<insecure>true</insecure> in the environment (-Dimage.environments)");
        }
    }

    @Test
    void baseWhenPlainHttpIsNotAllowedIsHttps() throws IOException {
        Transport never = new Transport() {
            @Override
            public Response send(Request request) throws IOException {
                throw new javax.net.ssl.SSLException("Unsupported or unrecognized SSL message");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        RegistryAddress.Host far = (RegistryAddress.Host) RegistryAddress.of("r.example:5000");
        assertThat(new Endpoint(far, false).base(never)).hasToString("https://r.example:5000");
        assertThat(new Endpoint(far, true).base(never)).hasToString("http://r.example:5000");
        RegistryAddress.Host stated = (RegistryAddress.Host) RegistryAddress.of("https://r.example");
        assertThat(new Endpoint(stated, true).base(never)).hasToString("https://r.example");
        RegistryAddress.Host hub = (RegistryAddress.Host) RegistryAddress.of("docker.io");
        assertThat(new Endpoint(hub, false).base(never)).hasToString("https://registry-1.docker.io");
    }

    @Test
    void baseWhenTlsBreaksOffByChanceIsNotPlainHttp() {
        Transport breaking = new Transport() {
            @Override
            public Response send(Request request) throws IOException {
                throw request.origin().isPlain()
                        ? new java.net.SocketException("Connection reset")
                        : (IOException) new javax.net.ssl.SSLHandshakeException("Remote host terminated the handshake")
                                .initCause(new java.io.EOFException());
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        RegistryAddress.Host near = (RegistryAddress.Host) RegistryAddress.of("127.0.0.1:5000");
        assertThatThrownBy(() -> new Endpoint(near, true).base(breaking))
                .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
    }

    @Test
    void requestWhenAddressIsIpv6ReachesIt() throws IOException {
        com.sun.net.httpserver.HttpServer server = com.sun.net.httpserver.HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(loopback6()), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                FakeRegistry.answer(exchange, 404);
            }
        });
        server.start();
        String address = "http://[::1]:" + server.getAddress().getPort();
        assertThat(open(address).resolve(Tag.of("42"))).isEmpty();
        server.stop(0);
    }

    private static byte[] loopback6() {
        byte[] address = new byte[16];
        address[15] = 1;
        return address;
    }

    @Test
    void requestWhenCertificateIsNotTrustedOrAnothersSaysSo() throws Exception {
        SSLContext right = context("san=ip:127.0.0.1");
        SSLContext wrong = context("san=dns:other.example");
        try (TlsServer good = new TlsServer(right);
                TlsServer bad = new TlsServer(wrong)) {
            Duration timeout = Duration.ofSeconds(10);
            assertThat(open(good.authority(), false, timeout, right).resolve(Tag.of("42")))
                    .isEmpty();
            fails(open(good.authority()), "certificate of registry", "is not trusted", "trust store");
            // Plain HTTP is no way out of a bad certificate.
            fails(open(good.authority(), true, timeout, Accesses.systemTrust()), "is not trusted");
            fails(open(bad.authority(), false, timeout, wrong), "is another host's");
        }
    }

    private record TlsServer(HttpsServer server) implements AutoCloseable {
        TlsServer(SSLContext context) throws IOException {
            this(HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.createContext("/", exchange -> {
                try (exchange) {
                    FakeRegistry.answer(exchange, 404);
                }
            });
            server.start();
        }

        String authority() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** A key for a server, and trust in it. */
    private static SSLContext context(String name) throws IOException, GeneralSecurityException {
        Path store = directory.resolve(name.hashCode() + ".p12");
        Commands.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-dname",
                "CN=tests",
                "-ext",
                name,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("tls", keys.getCertificate("tls"));
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, PASSWORD);
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
}
