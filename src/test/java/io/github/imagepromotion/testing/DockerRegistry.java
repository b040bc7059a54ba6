package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.RegistryAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real registry: Debian's {@code docker-registry} (distribution 2.8) as a process on a free loopback port, with its
 * storage in a temporary directory.
 */
public final class DockerRegistry implements AutoCloseable {
    /** The user that {@link #withPassword} knows. */
    public static final String USER = "ci";
    /** The password of that user. */
    public static final String PASSWORD = "kanarienvogel-7Q";

    private static final String HTPASSWD = USER + ":$2y$05$MYjL8ZXEa3Y2UH9Qc5yRWObm0hRRTskBRRCRsdVpWJUx6SDkQr9eC\n";

    private final Path directory;
    private final int port;
    private final Process process;

    private DockerRegistry(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** {@return a registry that asks nobody who they are} */
    public static DockerRegistry anonymous() {
        return start("");
    }

    /** {@return a registry with Basic login for {@link #USER} and {@link #PASSWORD}} */
    public static DockerRegistry withPassword() {
        return start(htpasswd());
    }

    /**
     * @param tokens issues the tokens that the registry takes
     * @return a registry with Bearer login
     */
    public static DockerRegistry withTokens(TokenServer tokens) {
        return start(token(tokens));
    }

    /**
     * @param certificate it shows
     * @param clients PEM file of an authority, whose clients alone are let in; empty to let in all
     * @return a registry over HTTPS with Basic login
     */
    public static DockerRegistry overTls(TestAuthority.Issued certificate, Optional<Path> clients) {
        return overTls(certificate, clients, htpasswd());
    }

    /** {@return a registry over HTTPS whose token server is reached by plain HTTP, on this machine} */
    public static DockerRegistry overTls(TestAuthority.Issued certificate, TokenServer tokens) {
        return overTls(certificate, Optional.empty(), token(tokens));
    }

    private static DockerRegistry overTls(TestAuthority.Issued certificate, Optional<Path> clients, String auth) {
        String tls = ", tls: {certificate: '" + certificate.certificate() + "', key: '" + certificate.key() + "'"
                + clients.map(file -> ", clientcas: ['" + file + "']").orElse("") + "}";
        return start(temporaryDirectory(), tls, auth);
    }

    private static String htpasswd() {
        Path directory = temporaryDirectory();
        directory.toFile().deleteOnExit();
        Path file = directory.resolve("htpasswd");
        write(file, HTPASSWD);
        file.toFile().deleteOnExit();
        return "auth: {htpasswd: {realm: 'tests', path: '" + file + "'}}\n";
    }

    private static String token(TokenServer tokens) {
        return "auth: {token: {realm: '" + tokens.realm() + "', service: '" + TokenServer.SERVICE + "', issuer: '"
                + TokenServer.ISSUER + "', rootcertbundle: '" + tokens.certificate() + "'}}\n";
    }

    private static DockerRegistry start(String auth) {
        return start(temporaryDirectory(), "", auth);
    }

    private static DockerRegistry start(Path directory, String tls, String auth) {
        String program = Commands.installed("docker-registry");
        for (int attempt = 0; attempt < 5; attempt++) {
            DockerRegistry registry = launch(program, directory, tls, auth);
            if (registry.answers()) {
                return registry;
            }
            // Another process took the port between our look and its start.
            registry.stop();
        }
        throw new AssertionError("docker-registry does not start:\n" + read(directory.resolve("log")));
    }

    private static DockerRegistry launch(String program, Path directory, String tls, String auth) {
        int port = freePort();
        Path config = directory.resolve("config.yml");
        write(
                config,
                "version: 0.1\nlog: {level: warn, accesslog: {disabled: true}}\n"
                        + "storage: {filesystem: {rootdirectory: '" + directory.resolve("storage")
                        + "'}, delete: {enabled: true}}\n"
                        + "http: {addr: '127.0.0.1:" + port + "', secret: 'tests'" + tls + "}\n" + auth);
        try {
            Process process = new ProcessBuilder(program, "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            return new DockerRegistry(directory, port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        for (int attempt = 0; attempt < 200 && process.isAlive(); attempt++) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(url() + "/v2/").toURL().openConnection();
                connection.getResponseCode();
                return process.isAlive();
            } catch (IOException e) {
                sleep();
            }
        }
        return false;
    }

    private static void sleep() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return its port on 127.0.0.1} */
    public int port() {
        return port;
    }

    /** {@return {@code 127.0.0.1:port}} */
    public String authority() {
        return "127.0.0.1:" + port;
    }

    /** {@return {@code http://127.0.0.1:port}} */
    public String url() {
        return "http://" + authority();
    }

    /** {@return the address without a scheme} */
    public RegistryAddress address() {
        return RegistryAddress.of(authority());
    }

    /** {@return where it keeps its files} */
    public Path storage() {
        return directory.resolve("storage");
    }

    /** Ends the process, and removes what it wrote. */
    @Override
    public void close() {
        stop();
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** {@return a loopback port that is free now} */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("docker-registry");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(no log)";
        }
    }
}
