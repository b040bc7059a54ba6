package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real nginx that ends TLS before a registry that speaks plain HTTP, and asks for a client's certificate. */
public final class NginxTls implements AutoCloseable {
    private final ServerProcess server;

    private NginxTls(ServerProcess server) {
        this.server = server;
    }

    /**
     * @param directory that is there, for its files
     * @param registry behind it
     * @param certificate it shows
     * @param clients PEM file of the authority whose clients it lets in
     */
    public static NginxTls before(
            DockerRegistry registry, Path directory, TestAuthority.Issued certificate, Path clients) {
        String nginx = Commands.installed("nginx");
        Path config = directory.resolve("nginx.conf");
        return new NginxTls(ServerProcess.start(directory.resolve("nginx.log"), port -> {
            write(config, directory, port, registry, certificate, clients);
            return new String[] {nginx, "-c", config.toString()};
        }));
    }

    private static void write(
            Path config, Path home, int port, DockerRegistry registry, TestAuthority.Issued certificate, Path clients) {
        List<String> lines = List.of(
                "daemon off; master_process off; pid " + home + "/nginx.pid; error_log " + home + "/nginx.error;",
                "events { worker_connections 64; }",
                "http { access_log off; client_max_body_size 0; client_body_temp_path " + home + "/body;",
                "proxy_temp_path " + home + "/proxy; fastcgi_temp_path " + home + "/f; uwsgi_temp_path " + home
                        + "/u; scgi_temp_path " + home + "/s;",
                "server { listen 127.0.0.1:" + port + " ssl;",
                "ssl_certificate " + certificate.certificate() + "; ssl_certificate_key " + certificate.key() + ";",
                "ssl_client_certificate " + clients + "; ssl_verify_client on;",
                // Without X-Forwarded-Proto: the registry believes that it is reached by plain HTTP, and says so in
                // every Location.
                "location / { proxy_pass " + registry.url() + "; proxy_set_header Host $http_host;",
                "proxy_request_buffering off; } } }");
        try {
            Files.write(config, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return {@code 127.0.0.1:port}} */
    public String authority() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
