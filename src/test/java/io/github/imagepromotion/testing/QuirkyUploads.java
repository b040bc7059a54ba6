package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads to a {@link QuirkyRegistry}. */
final class QuirkyUploads {
    private static final Pattern MOUNT = Pattern.compile("mount=([^&]+)&from=([^&]+)");
    private static final Pattern DIGEST = Pattern.compile("digest=([^&]+)");
    private static final int LEAST_CHUNK = 7 * 1024 * 1024;

    /** An upload under way. */
    private static final class Session {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int first;
        private int patches;
        private boolean small;
    }

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Set<Quirk> quirks;
    private final Map<String, byte[]> blobs;
    private final IntSupplier otherPort;

    QuirkyUploads(Set<Quirk> quirks, Map<String, byte[]> blobs, IntSupplier otherPort) {
        this.quirks = quirks;
        this.blobs = blobs;
        this.otherPort = otherPort;
    }

    private boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    void handle(HttpCall call, String repository, String id, int port) throws IOException {
        if (call.method.equals("POST")) {
            begin(call, repository, port);
            return;
        }
        boolean carries = call.method.equals("PATCH") || call.method.equals("PUT");
        if (has(Quirk.UPLOAD_REDIRECTED) && carries && !call.query().contains("moved=")) {
            String query = (call.query().isEmpty() ? "" : call.query() + "&") + "moved=1";
            call.set("Location", "http://127.0.0.1:" + otherPort.getAsInt() + call.path() + "?" + query)
                    .answer(307);
            return;
        }
        Session session = sessions.get(id);
        if (session == null) {
            call.answer(404);
            return;
        }
        switch (call.method) {
            case "PATCH" -> append(call, repository, id, session, port);
            case "PUT" -> commit(call, repository, id, session);
            case "GET" -> status(call, repository, id, session, port);
            default -> {
                sessions.remove(id);
                call.answer(204);
            }
        }
    }

    private void begin(HttpCall call, String repository, int port) throws IOException {
        if (mounts(repository, call.query())) {
            call.answer(201);
            return;
        }
        String id = UUID.randomUUID().toString();
        Session session = new Session();
        sessions.put(id, session);
        if (has(Quirk.CHUNK_MIN_LENGTH)) {
            call.set("OCI-Chunk-Min-Length", Integer.toString(LEAST_CHUNK));
        }
        stand(call, repository, id, 0, port).answer(202);
    }

    private boolean mounts(String repository, String query) {
        Matcher mount = MOUNT.matcher(URLDecoder.decode(query, StandardCharsets.UTF_8));
        byte[] content = mount.matches() ? blobs.get(mount.group(2) + "@" + mount.group(1)) : null;
        if (content != null && !has(Quirk.MOUNT_LIES)) {
            blobs.put(repository + "@" + mount.group(1), content);
        }
        return content != null;
    }

    private void append(HttpCall call, String repository, String id, Session session, int port) throws IOException {
        session.patches++;
        if (has(Quirk.UPLOAD_STATUS_STALE) && session.patches == 3) {
            call.answer(503);
            return;
        }
        boolean checked = !has(Quirk.RANGE_STAYS_ZERO) && !has(Quirk.CHUNKS_DROPPED);
        int size = session.content.size();
        String range = call.header("Content-Range").orElse(size + "-");
        if (checked && (!range.startsWith(size + "-") || session.small)) {
            stand(call, repository, id, stated(session), port).answer(416);
            return;
        }
        byte[] chunk = call.content();
        if (!has(Quirk.CHUNKS_DROPPED)) {
            session.content.write(chunk);
        }
        session.small = has(Quirk.CHUNK_MIN_LENGTH) && chunk.length < LEAST_CHUNK;
        session.first = session.first == 0 ? chunk.length : session.first;
        stand(call, repository, id, stated(session), port).answer(202);
    }

    private int stated(Session session) {
        if (has(Quirk.RANGE_STAYS_ZERO) || has(Quirk.CHUNKS_DROPPED)) {
            return 0;
        }
        return has(Quirk.RANGE_STAYS_AT_FIRST) || has(Quirk.UPLOAD_STATUS_STALE)
                ? session.first
                : session.content.size();
    }

    private void status(HttpCall call, String repository, String id, Session session, int port) throws IOException {
        if (has(Quirk.UPLOAD_STATUS_REFUSED)) {
            call.answer(405);
        } else {
            stand(call, repository, id, stated(session), port).answer(204);
        }
    }

    private void commit(HttpCall call, String repository, String id, Session session) throws IOException {
        session.content.write(call.content());
        sessions.remove(id);
        Matcher parameter = DIGEST.matcher(call.query());
        Digest digest =
                Digest.of(parameter.find() ? URLDecoder.decode(parameter.group(1), StandardCharsets.UTF_8) : "none");
        byte[] content = session.content.toByteArray();
        if (!digest.matches(digest.newHash().digest(content))) {
            call.answer(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"other content\"}]}");
            return;
        }
        blobs.put(repository + "@" + digest, content);
        String own = Digest.sha256(content).toString();
        call.set("Docker-Content-Digest", has(Quirk.OWN_SHA256) ? own : digest.toString())
                .answer(201);
    }

    /** How many bytes there are, and where the next ones go. */
    private HttpCall stand(HttpCall call, String repository, String id, int size, int port) {
        String path = "/v2/" + repository + "/blobs/uploads/" + id;
        String location = has(Quirk.LOCATION_ODD)
                ? path + "?state=a|b%zz{c}"
                : has(Quirk.LOCATION_OTHER_NAME) ? "http://localhost:" + port + path : path;
        if (has(Quirk.LOCATION_RELATIVE)) {
            location = (call.method.equals("POST") ? "" : "./") + id + "?state=x%2Fy";
        }
        int last = Math.max(0, size - (has(Quirk.RANGE_OFF_BY_ONE) ? 0 : 1));
        return call.set("Location", location).set("Range", "0-" + last);
    }

    /** {@return whether nothing is under way} */
    Optional<String> leftOver() {
        return sessions.keySet().stream().findFirst();
    }
}
