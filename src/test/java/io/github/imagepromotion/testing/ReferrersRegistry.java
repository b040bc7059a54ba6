package io.github.imagepromotion.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry in memory with the referrers API of distribution-spec 1.1, which no registry that Debian has knows. Real
 * tools (oras, cosign) read and write it.
 */
public final class ReferrersRegistry implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v2/(.+)/(blobs/uploads|blobs|manifests|referrers|tags)/([^/]*)");
    private static final Pattern LAST = Pattern.compile("(?:^|&)last=([^&]*)");
    private static final Pattern MOUNT = Pattern.compile("mount=([^&]+)&from=([^&]+)");

    static {
        // Head and body of an answer are two packets: without this each answer waits 40 ms for the first one's receipt.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private record Stored(MediaType type, byte[] bytes) {}

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, Stored> manifests = new ConcurrentHashMap<>();
    private final Map<String, List<Descriptor>> referrers = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int page = Integer.MAX_VALUE;

    /** Starts it on a free loopback port. */
    public ReferrersRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** @return {@code 127.0.0.1:port} */
    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** @return its address; it does not answer who speaks TLS */
    public RegistryAddress address() {
        return RegistryAddress.of("http://" + authority());
    }

    /** @return method and path of every request so far; may be cleared */
    public List<String> requests() {
        return requests;
    }

    /** Lists so many tags at once, and where the next ones are (distribution-spec 1.1, "Listing Tags"). */
    public void pageTags(int most) {
        page = most;
    }

    /** @return brings back what is there now */
    public Runnable keep() {
        Map<String, byte[]> keptBlobs = Map.copyOf(blobs);
        Map<String, Stored> keptManifests = Map.copyOf(manifests);
        Map<String, List<Descriptor>> keptReferrers = new HashMap<>();
        referrers.forEach((subject, list) -> keptReferrers.put(subject, List.copyOf(list)));
        return () -> {
            blobs.clear();
            blobs.putAll(keptBlobs);
            manifests.clear();
            manifests.putAll(keptManifests);
            referrers.clear();
            keptReferrers.forEach((subject, list) -> referrers.put(subject, new CopyOnWriteArrayList<>(list)));
        };
    }

    /** Takes a manifest from its subject's list. */
    public void unlist(String repository, Digest subject, Digest document) {
        referrers.getOrDefault(repository + "@" + subject, new ArrayList<>()).removeIf(listed -> listed.digest()
                .equals(document));
    }

    /** Takes a manifest or blob away. */
    public void delete(String repository, Digest content) {
        blobs.remove(repository + "@" + content);
        manifests.remove(repository + ":" + content);
    }

    /** Changes a manifest or blob behind its digest. */
    public void damage(String repository, Digest content) {
        blobs.computeIfPresent(repository + "@" + content, (name, bytes) -> damaged(bytes));
        manifests.computeIfPresent(
                repository + ":" + content, (name, stored) -> new Stored(stored.type(), damaged(stored.bytes())));
    }

    private static byte[] damaged(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length / 2] ^= 1;
        return changed;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String path = exchange.getRequestURI().getPath();
            Matcher parts = PATH.matcher(path);
            if (!parts.matches()) {
                answer(exchange, path.equals("/v2/") ? 200 : 404, new byte[0]);
                return;
            }
            String repository = parts.group(1);
            String last = parts.group(3);
            switch (parts.group(2)) {
                case "blobs/uploads" -> upload(exchange, repository, last);
                case "blobs" -> content(exchange, blobs.get(repository + "@" + last), "application/octet-stream");
                case "manifests" -> manifest(exchange, repository, last);
                case "referrers" -> list(exchange, repository + "@" + last);
                default -> tags(exchange, repository + ":");
            }
        }
    }

    private void upload(HttpExchange exchange, String repository, String session) throws IOException {
        byte[] content = exchange.getRequestBody().readAllBytes();
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                if (mounts(repository, query)) {
                    answer(exchange, 201, new byte[0]);
                    return;
                }
                String id = UUID.randomUUID().toString();
                uploads.put(id, new ByteArrayOutputStream());
                stand(exchange, repository, id);
            }
            case "PATCH" -> {
                session(session).write(content);
                stand(exchange, repository, session);
            }
            default -> {
                ByteArrayOutputStream whole = session(session);
                uploads.remove(session);
                whole.write(content);
                String digest = URLDecoder.decode(query.replaceFirst(".*digest=", ""), StandardCharsets.UTF_8);
                boolean right = digest.equals(Digest.sha256(whole.toByteArray()).toString());
                if (right) {
                    blobs.put(repository + "@" + digest, whole.toByteArray());
                }
                answer(exchange, right ? 201 : 400, new byte[0]);
            }
        }
    }

    private boolean mounts(String repository, String query) {
        Matcher mount = MOUNT.matcher(URLDecoder.decode(query, StandardCharsets.UTF_8));
        byte[] content = mount.matches() ? blobs.get(mount.group(2) + "@" + mount.group(1)) : null;
        if (content != null) {
            blobs.put(repository + "@" + mount.group(1), content);
        }
        return content != null;
    }

    private ByteArrayOutputStream session(String id) {
        return uploads.computeIfAbsent(id, key -> new ByteArrayOutputStream());
    }

    private void stand(HttpExchange exchange, String repository, String session) throws IOException {
        int size = session(session).size();
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/uploads/" + session);
        exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, size - 1));
        answer(exchange, 202, new byte[0]);
    }

    private void manifest(HttpExchange exchange, String repository, String reference) throws IOException {
        if (!exchange.getRequestMethod().equals("PUT")) {
            Stored stored = manifests.get(repository + ":" + reference);
            content(
                    exchange,
                    stored == null ? null : stored.bytes(),
                    stored == null ? "" : stored.type().value());
            return;
        }
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        MediaType type = MediaType.of(exchange.getRequestHeaders().getFirst("Content-Type"));
        Manifest manifest = Manifest.parse(Descriptor.of(type, bytes), bytes);
        if (!manifest.blobs().stream().allMatch(blob -> blobs.containsKey(repository + "@" + blob.digest()))) {
            answer(exchange, 400, new byte[0]);
            return;
        }
        Digest digest = manifest.descriptor().digest();
        manifests.put(repository + ":" + reference, new Stored(type, bytes));
        manifests.put(repository + ":" + digest, new Stored(type, bytes));
        manifest.subject().ifPresent(subject -> {
            exchange.getResponseHeaders().set("OCI-Subject", subject.digest().toString());
            List<Descriptor> known =
                    referrers.computeIfAbsent(repository + "@" + subject.digest(), key -> new CopyOnWriteArrayList<>());
            known.removeIf(manifest.descriptor()::sameContent);
            known.add(manifest.referrer());
        });
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/manifests/" + digest);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
        answer(exchange, 201, new byte[0]);
    }

    private void list(HttpExchange exchange, String subject) throws IOException {
        JsonArray entries = new JsonArray();
        referrers.getOrDefault(subject, List.of()).forEach(entry -> entries.add(DescriptorJson.write(entry)));
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.addProperty("mediaType", MediaType.OCI_INDEX.value());
        index.add("manifests", entries);
        exchange.getResponseHeaders().set("Content-Type", MediaType.OCI_INDEX.value());
        answer(exchange, 200, Json.compact(index));
    }

    private void tags(HttpExchange exchange, String prefix) throws IOException {
        Matcher after = LAST.matcher(
                Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
        String last = after.find() ? after.group(1) : "";
        List<String> more = manifests.keySet().stream()
                .filter(name -> name.startsWith(prefix) && !name.contains("sha256:"))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.compareTo(last) > 0)
                .sorted()
                .toList();
        List<String> tags = more.stream().limit(page).toList();
        if (tags.size() < more.size()) {
            String next = exchange.getRequestURI().getPath() + "?last=" + tags.get(tags.size() - 1);
            exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
        }
        answer(exchange, 200, Json.compact(Map.of("tags", tags)));
    }

    private static void content(HttpExchange exchange, byte @org.jspecify.annotations.Nullable [] content, String type)
            throws IOException {
        if (content == null) {
            answer(exchange, 404, new byte[0]);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.sha256(content).toString());
        answer(exchange, 200, content);
    }

    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && status == 200) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
        }
        exchange.sendResponseHeaders(status, head || content.length == 0 ? -1 : content.length);
        if (!head && content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
