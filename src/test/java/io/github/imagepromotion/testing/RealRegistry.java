package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registries that can be had, and what people put before them, as processes. */
public final class RealRegistry implements AutoCloseable {

    /** One way to run a registry. */
    public enum Kind {
        /** docker-registry over HTTPS, with a password. */
        TLS,
        /** docker-registry behind nginx as it comes: requests are buffered, and 1 MiB is the most. */
        NGINX,
        /** The same, unbuffered. */
        NGINX_STREAMING,
        /** docker-registry by squid. */
        SQUID,
        /** That of go-containerregistry. */
        CRANE
    }

    private final String address;
    private final Optional<Path> certificate;
    private final Optional<String> proxy;
    private final List<AutoCloseable> parts;

    private RealRegistry(
            String address, Optional<Path> certificate, Optional<String> proxy, List<AutoCloseable> parts) {
        this.address = address;
        this.certificate = certificate;
        this.proxy = proxy;
        this.parts = parts;
    }

    /**
     * @param kind of registry
     * @param directory that is there, for its files
     * @return the registry
     */
    public static RealRegistry start(Kind kind, Path directory) {
        return switch (kind) {
            case TLS -> {
                TestAuthority authority = TestAuthority.in(directory);
                DockerRegistry registry = DockerRegistry.overTls(authority.server(), Optional.empty());
                yield new RealRegistry(
                        "https://localhost:" + registry.port(),
                        Optional.of(authority.certificate()),
                        Optional.empty(),
                        List.of(registry));
            }
            case NGINX, NGINX_STREAMING -> {
                DockerRegistry registry = DockerRegistry.anonymous();
                ServerProcess nginx = nginx(directory, registry, kind == Kind.NGINX);
                yield plain("http://127.0.0.1:" + nginx.port(), List.of(nginx, registry));
            }
            case SQUID -> {
                DockerRegistry registry = DockerRegistry.anonymous();
                SquidProxy squid = SquidProxy.in(directory);
                yield new RealRegistry(
                        "http://registry.test:" + registry.port(),
                        Optional.empty(),
                        Optional.of(squid.authority()),
                        List.of(squid, registry));
            }
            case CRANE -> {
                String crane = Commands.peer("crane");
                ServerProcess server = ServerProcess.start(directory.resolve("crane.log"), port ->
                        new String[] {crane, "registry", "serve", "--address", "127.0.0.1:" + port});
                yield plain("http://127.0.0.1:" + server.port(), List.of(server));
            }
        };
    }

    private static RealRegistry plain(String address, List<AutoCloseable> parts) {
        return new RealRegistry(address, Optional.empty(), Optional.empty(), parts);
    }

    private static ServerProcess nginx(Path home, DockerRegistry registry, boolean buffered) {
        String nginx = Commands.installed("nginx");
        Path config = home.resolve("nginx.conf");
        return ServerProcess.start(home.resolve("nginx.log"), port -> {
            List<String> lines = new ArrayList<>(List.of(
                    "daemon off; master_process off; pid " + home + "/nginx.pid; error_log " + home + "/nginx.error;",
                    "events { worker_connections 256; }",
                    "http { access_log off; client_max_body_size 1m; client_body_temp_path " + home + "/body;",
                    "proxy_temp_path " + home + "/proxy; fastcgi_temp_path " + home + "/f; uwsgi_temp_path " + home
                            + "/u; scgi_temp_path " + home + "/s;",
                    "server { listen 127.0.0.1:" + port + "; location / {",
                    "proxy_pass " + registry.url() + "; proxy_set_header Host $http_host;",
                    "proxy_request_buffering " + (buffered ? "on" : "off") + "; proxy_http_version 1.1; } } }"));
            try {
                Files.write(config, lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {nginx, "-c", config.toString()};
        });
    }

    /** {@return with its scheme} */
    public String address() {
        return address;
    }

    /** {@return PEM file of the authority to trust, where it speaks TLS} */
    public Optional<Path> certificate() {
        return certificate;
    }

    /** {@return {@code host:port} of the proxy that it is reached by} */
    public Optional<String> proxy() {
        return proxy;
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
