package io.github.imagepromotion.registry.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small registry in memory that does right, but for what a {@link Fault} does instead. */
final class FakeRegistry implements AutoCloseable {

    /** Answers a request in place of the registry, or does not. */
    interface Fault {
        /** {@return whether the request was dealt with: answered, or closed without an answer} */
        boolean handles(HttpExchange exchange) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param line method and address
     * @param authorization header, if any
     * @param range header {@code Content-Range} or {@code Range}, if any
     */
    record Seen(String line, Optional<String> authorization, Optional<String> range) {}

    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    final Map<String, ByteArrayOutputStream> sessions = new ConcurrentHashMap<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Fault fault = exchange -> false;

    FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    FakeRegistry with(Fault wrong) {
        fault = wrong;
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RegistryAddress.Host address() {
        return (RegistryAddress.Host) RegistryAddress.of(url());
    }

    /** {@return the lines of the requests with that method} */
    List<String> lines(String method) {
        return seen.stream()
                .map(Seen::line)
                .filter(line -> line.startsWith(method))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(new Seen(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    header(exchange, "Authorization"),
                    header(exchange, "Content-Range").or(() -> header(exchange, "Range"))));
            if (!fault.handles(exchange)) {
                serve(exchange);
            }
        }
    }

    static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.contains("/blobs/uploads/")) {
            upload(exchange, last);
        } else if (path.contains("/blobs/")) {
            content(exchange, blobs.get(last), "application/octet-stream");
        } else if (path.contains("/manifests/")) {
            manifest(exchange, last);
        } else {
            answer(exchange, 404);
        }
    }

    private void upload(HttpExchange exchange, String session) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> begin(exchange);
            case "GET" -> stand(exchange, session, 204);
            case "PATCH" -> append(exchange, session);
            case "PUT" -> commit(exchange, session);
            default -> answer(exchange, sessions.remove(session) == null ? 404 : 204);
        }
    }

    private void begin(HttpExchange exchange) throws IOException {
        String id = UUID.randomUUID().toString();
        sessions.put(id, new ByteArrayOutputStream());
        stand(exchange, id, 202);
    }

    private void append(HttpExchange exchange, String session) throws IOException {
        ByteArrayOutputStream content = sessions.get(session);
        if (content == null) {
            answer(exchange, 404);
            return;
        }
        String range = header(exchange, "Content-Range").orElse(content.size() + "-");
        if (!range.startsWith(content.size() + "-")) {
            stand(exchange, session, 416);
            return;
        }
        exchange.getRequestBody().transferTo(content);
        stand(exchange, session, 202);
    }

    /**
     * Takes a part of a chunk only.
     *
     * @return the session
     */
    String take(HttpExchange exchange, int bytes) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String session = path.substring(path.lastIndexOf('/') + 1);
        byte[] part = exchange.getRequestBody().readNBytes(bytes);
        sessions.computeIfAbsent(session, any -> new ByteArrayOutputStream()).write(part);
        return session;
    }

    private void commit(HttpExchange exchange, String session) throws IOException {
        ByteArrayOutputStream content = sessions.remove(session);
        if (content == null) {
            answer(exchange, 404);
            return;
        }
        exchange.getRequestBody().transferTo(content);
        String query = exchange.getRequestURI().getRawQuery();
        String digest = URLDecoder.decode(
                query.substring(query.indexOf("digest=") + "digest=".length()), StandardCharsets.UTF_8);
        boolean right = digest.equals(Digest.sha256(content.toByteArray()).toString());
        if (right) {
            blobs.put(digest, content.toByteArray());
        }
        answer(exchange, right ? 201 : 400);
    }

    /** Answers as a registry tells where an upload stands. The query of the location is part of it. */
    void stand(HttpExchange exchange, String session, int status) throws IOException {
        ByteArrayOutputStream content = sessions.get(session);
        if (content == null) {
            answer(exchange, 404);
            return;
        }
        exchange.getResponseHeaders().set("Location", "/v2/team/app/blobs/uploads/" + session + "?state=a%2Fb%3D");
        exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, content.size() - 1));
        answer(exchange, status);
    }

    private void manifest(HttpExchange exchange, String reference) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            manifests.put(reference, bytes);
            manifests.put(Digest.sha256(bytes).toString(), bytes);
            answer(exchange, 201);
        } else {
            content(exchange, manifests.get(reference), "application/vnd.oci.image.manifest.v1+json");
        }
    }

    private static void content(HttpExchange exchange, byte @org.jspecify.annotations.Nullable [] content, String type)
            throws IOException {
        if (content == null) {
            answer(exchange, 404);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.sha256(content).toString());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
        }
        exchange.sendResponseHeaders(200, head ? -1 : content.length == 0 ? -1 : content.length);
        if (!head) {
            exchange.getResponseBody().write(content);
        }
    }

    /** Answers without content, when the request is read to its end. */
    static void answer(HttpExchange exchange, int status) throws IOException {
        answer(exchange, status, "");
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        byte[] content = (head ? "" : text).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
