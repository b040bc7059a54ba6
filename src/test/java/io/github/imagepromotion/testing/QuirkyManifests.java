package io.github.imagepromotion.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Manifests, tags and referrers of a {@link QuirkyRegistry}. */
final class QuirkyManifests {
    private static final Pattern LAST = Pattern.compile("(?:^|&)last=([^&]*)");

    private record Stored(MediaType type, byte[] bytes) {}

    private final Map<String, Stored> manifests = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> late = new ConcurrentHashMap<>();
    private final Map<String, Stored> before = new ConcurrentHashMap<>();
    private final Map<String, List<Descriptor>> referrers = new ConcurrentHashMap<>();
    private final Set<Quirk> quirks;
    private final Map<String, byte[]> blobs;
    private volatile int page = Integer.MAX_VALUE;
    private volatile boolean collected;

    QuirkyManifests(Set<Quirk> quirks, Map<String, byte[]> blobs) {
        this.quirks = quirks;
        this.blobs = blobs;
    }

    private boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    boolean exist(String repository) {
        return manifests.keySet().stream().anyMatch(key -> key.startsWith(repository + ":"));
    }

    void pageTags(int most) {
        page = most;
    }

    Optional<byte[]> stored(String repository, String reference) {
        return Optional.ofNullable(manifests.get(repository + ":" + reference)).map(Stored::bytes);
    }

    Runnable keep() {
        Map<String, Stored> keptManifests = Map.copyOf(manifests);
        Map<String, List<Descriptor>> keptReferrers = new HashMap<>();
        referrers.forEach((subject, list) -> keptReferrers.put(subject, List.copyOf(list)));
        return () -> {
            manifests.clear();
            manifests.putAll(keptManifests);
            referrers.clear();
            keptReferrers.forEach((subject, list) -> referrers.put(subject, new CopyOnWriteArrayList<>(list)));
        };
    }

    void unlist(String repository, Digest subject, Digest document) {
        referrers.getOrDefault(repository + "@" + subject, new ArrayList<>()).removeIf(listed -> listed.digest()
                .equals(document));
    }

    void delete(String repository, Digest content) {
        manifests.remove(repository + ":" + content);
    }

    void retag(String repository, String reference, String tag) {
        put(repository + ":" + tag, Objects.requireNonNull(manifests.get(repository + ":" + reference)));
    }

    void damage(String repository, Digest content) {
        manifests.computeIfPresent(
                repository + ":" + content,
                (name, stored) -> new Stored(stored.type(), QuirkyRegistry.damaged(stored.bytes())));
    }

    void handle(HttpCall call, String repository, String reference) throws IOException {
        if (!call.method.equals("PUT")) {
            Optional<Stored> stored = visible(repository + ":" + reference);
            String type = stored.map(there -> there.type().value()).orElse("");
            content(
                    call,
                    stored.map(Stored::bytes).orElse(null),
                    has(Quirk.TYPE_JSON) ? "application/json" : has(Quirk.TYPE_TEXT) ? "text/plain" : type);
            return;
        }
        byte[] bytes = call.content();
        MediaType type = MediaType.of(call.header("Content-Type").orElseThrow());
        Manifest manifest = Manifest.parse(Descriptor.of(type, bytes), bytes);
        Optional<String> refused = refused(repository, manifest);
        if (refused.isPresent()) {
            call.answer(400, refused.get());
            return;
        }
        Digest digest = manifest.descriptor().digest();
        if (Digest.isDigest(reference)
                && !Digest.of(reference).matches(Digest.of(reference).newHash().digest(bytes))) {
            call.answer(400, error("DIGEST_INVALID", "other content"));
            return;
        }
        put(repository + ":" + reference, new Stored(type, bytes));
        put(repository + ":" + digest, new Stored(type, bytes));
        manifest.subject().ifPresent(subject -> {
            call.set(
                    "OCI-Subject",
                    has(Quirk.NO_REFERRERS_API) || has(Quirk.REFERRERS_ELSEWHERE)
                            ? ""
                            : subject.digest().toString());
            List<Descriptor> known =
                    referrers.computeIfAbsent(repository + "@" + subject.digest(), key -> new CopyOnWriteArrayList<>());
            known.removeIf(manifest.descriptor()::sameContent);
            known.add(manifest.referrer());
        });
        call.set("Location", "/v2/" + repository + "/manifests/" + digest);
        call.set("Docker-Content-Digest", digest.toString()).answer(201);
    }

    private Optional<String> refused(String repository, Manifest manifest) {
        if (has(Quirk.BLOB_COLLECTED) && !collected && !manifest.blobs().isEmpty()) {
            collected = true;
            manifest.blobs().stream()
                    .max(Comparator.comparingLong(Descriptor::size))
                    .ifPresent(blob -> blobs.remove(repository + "@" + blob.digest()));
        }
        Optional<Digest> missing = manifest.blobs().stream()
                .map(Descriptor::digest)
                .filter(blob -> !blobs.containsKey(repository + "@" + blob))
                .findFirst();
        if (missing.isPresent() && has(Quirk.BLOB_HEAD_LIES)) {
            return Optional.of(
                    "{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"manifest invalid\",\"detail\":"
                            + "{\"description\":\"Failed to copy blob " + missing.get() + "\"}}]}");
        }
        if (missing.isPresent()) {
            return Optional.of("{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown to"
                    + " registry\",\"detail\":{\"digest\":\"" + missing.get() + "\"}}]}");
        }
        if (!manifest.manifests().stream()
                .allMatch(child -> visible(repository + ":" + child.digest()).isPresent())) {
            return Optional.of(error("MANIFEST_UNKNOWN", "manifest unknown"));
        }
        boolean early = has(Quirk.SUBJECT_FIRST)
                && manifest.subject()
                        .filter(subject -> !manifests.containsKey(repository + ":" + subject.digest()))
                        .isPresent();
        return early ? Optional.of(error("MANIFEST_INVALID", "subject is unknown")) : Optional.empty();
    }

    static String error(String code, String message) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    }

    private void put(String name, Stored stored) {
        Stored old = manifests.put(name, stored);
        if (has(Quirk.LATE)) {
            late.put(name, new AtomicInteger(2));
            if (old != null) {
                before.put(name, old);
            }
        }
    }

    private Optional<Stored> visible(String name) {
        boolean isLate = Optional.ofNullable(late.get(name))
                .filter(looks -> looks.getAndDecrement() > 0)
                .isPresent();
        Stored there = (isLate ? before : manifests).get(name);
        return there == null && has(Quirk.FALLBACK_TAG_IS_IMAGE)
                ? Optional.ofNullable(manifests.get(name.replaceFirst(":sha256-", ":sha256:")))
                : Optional.ofNullable(there);
    }

    void list(HttpCall call, String subject) throws IOException {
        if (has(Quirk.REFERRERS_500) || has(Quirk.REFERRERS_403)) {
            call.answer(has(Quirk.REFERRERS_500) ? 500 : 403, error("DENIED", "no referrers today"));
            return;
        }
        if (has(Quirk.NO_REFERRERS_API)) {
            call.answer(404);
            return;
        }
        if (has(Quirk.REFERRERS_ELSEWHERE)) {
            call.set("Location", "http://127.0.0.1:1/-/v2/packages/referrers").answer(303);
            return;
        }
        List<Descriptor> known = referrers.getOrDefault(subject, List.of());
        int first = has(Quirk.REFERRERS_PAGED) && !call.query().isEmpty()
                ? Integer.parseInt(call.query().substring("page=".length()))
                : 0;
        if (has(Quirk.REFERRERS_PAGED) && first + 1 < known.size()) {
            call.set("Link", "<" + call.path() + "?page=" + (first + 1) + ">; rel=\"next\"");
        }
        JsonArray entries = new JsonArray();
        if (has(Quirk.REFERRERS_FILTERED)) {
            call.set("OCI-Filters-Applied", "artifactType");
        }
        known.stream()
                .filter(entry ->
                        !has(Quirk.REFERRERS_FILTERED) || entry.toString().contains("cyclonedx"))
                .skip(first)
                .limit(has(Quirk.REFERRERS_PAGED) ? 1 : Integer.MAX_VALUE)
                .forEach(entry -> entries.add(DescriptorJson.write(entry)));
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.addProperty("mediaType", MediaType.OCI_INDEX.value());
        index.add("manifests", has(Quirk.REFERRERS_NULL) ? JsonNull.INSTANCE : entries);
        call.set("Content-Type", MediaType.OCI_INDEX.value()).answer(200, index.toString());
    }

    void tags(HttpCall call, String prefix) throws IOException {
        Matcher after = LAST.matcher(call.query());
        String last = after.find() ? after.group(1) : "";
        List<String> more = manifests.keySet().stream()
                .filter(name -> name.startsWith(prefix) && !name.contains("sha256:") && !name.contains("sha512:"))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.compareTo(last) > 0)
                .sorted()
                .toList();
        List<String> tags = more.stream().limit(page).toList();
        if (tags.size() < more.size()) {
            call.set("Link", "<" + call.path() + "?last=" + tags.get(tags.size() - 1) + ">; rel=\"next\"");
        }
        call.answer(200, Json.compact(Map.of("tags", tags)));
    }

    void content(HttpCall call, byte @Nullable [] content, String type) throws IOException {
        if (content == null) {
            call.answer(404);
            return;
        }
        if (call.method.equals("HEAD")) {
            if (has(Quirk.HEAD_LENGTH_ZERO)) {
                call.set("Content-Length", "0");
            } else if (has(Quirk.HEAD_LENGTH_NONE)) {
                call.set("Content-Length", "");
            } else if (has(Quirk.HEAD_LENGTH_OTHER)) {
                call.set("Content-Length", Integer.toString(content.length / 2 + 1));
            }
        }
        call.set("Content-Type", type);
        call.set("Docker-Content-Digest", Digest.sha256(content).toString());
        call.answer(200, content);
    }
}
