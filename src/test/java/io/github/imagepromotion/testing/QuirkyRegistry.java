package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry in memory with the referrers API of distribution-spec 1.1, which no registry that Debian has knows, and with
 * the {@link Quirk}s of registries that cannot be had. Real tools (oras, cosign) read and write it.
 */
public final class QuirkyRegistry implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v2/(.+)/(blobs/uploads|blobs|manifests|referrers|tags)/([^/]*)");

    /** Deals with a request in place of the registry, or does not. */
    public interface Refusal {
        /** {@return the status, and what is said with it; empty to let the registry answer} */
        Optional<Map.Entry<Integer, String>> of(String method, String path);
    }

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Quirk> quirks;
    private final QuirkyManifests manifests;
    private final QuirkyUploads uploads;
    private final QuirkyTokens tokens;
    private final HttpSocket server = new HttpSocket(this::handle);
    private final HttpSocket otherHost = new HttpSocket(this::handle);
    private volatile Refusal refusal = (method, path) -> Optional.empty();

    /** Starts it on a free loopback port. */
    public QuirkyRegistry(Quirk... quirks) {
        this.quirks = ConcurrentHashMap.newKeySet();
        this.quirks.addAll(List.of(quirks));
        this.manifests = new QuirkyManifests(this.quirks, blobs);
        this.uploads = new QuirkyUploads(this.quirks, blobs, otherHost::port);
        this.tokens = new QuirkyTokens(this.quirks, manifests::exist);
    }

    /** {@return {@code 127.0.0.1:port}} */
    public String authority() {
        return "127.0.0.1:" + server.port();
    }

    /** {@return {@code 127.0.0.1:port} of another server, which does the same} */
    public String otherAuthority() {
        return "127.0.0.1:" + otherHost.port();
    }

    /** {@return its address; it does not answer who speaks TLS} */
    public RegistryAddress address() {
        return RegistryAddress.of("http://" + authority());
    }

    /** {@return method and path of every request so far; may be cleared} */
    public List<String> requests() {
        return requests;
    }

    /** {@return what it issues tokens by} */
    public QuirkyTokens tokens() {
        return tokens;
    }

    /** Lists so many tags at once, and where the next ones are (distribution-spec 1.1, "Listing Tags"). */
    public void pageTags(int most) {
        manifests.pageTags(most);
    }

    /** Answers otherwise. */
    public void refuse(Refusal other) {
        refusal = other;
    }

    /**
     * A tag that is there is never set again, as registries have it for repositories, projects or patterns.
     *
     * @param exempt pattern of tags that may change
     * @param status of the refusal
     * @param code of the refusal
     * @param message of the refusal
     */
    public void makeImmutable(String exempt, int status, String code, String message) {
        refuse((method, path) -> {
            Matcher parts = PATH.matcher(path);
            boolean refused = method.equals("PUT")
                    && parts.matches()
                    && parts.group(2).equals("manifests")
                    && !Digest.isDigest(parts.group(3))
                    && !parts.group(3).matches(exempt)
                    && stored(parts.group(1), parts.group(3)).isPresent();
            return refused ? Optional.of(Map.entry(status, QuirkyManifests.error(code, message))) : Optional.empty();
        });
    }

    /** {@return brings back what is there now} */
    public Runnable keep() {
        Map<String, byte[]> keptBlobs = Map.copyOf(blobs);
        Runnable kept = manifests.keep();
        return () -> {
            blobs.clear();
            blobs.putAll(keptBlobs);
            kept.run();
        };
    }

    /** {@return a manifest by tag or digest, or a blob, as it is kept} */
    public Optional<byte[]> stored(String repository, String reference) {
        return manifests
                .stored(repository, reference)
                .or(() -> Optional.ofNullable(blobs.get(repository + "@" + reference)));
    }

    /** Sets a tag to what is there under another one or a digest, as another client does. */
    public void retag(String repository, String reference, String tag) {
        manifests.retag(repository, reference, tag);
    }

    /** It is odd in that way no longer. */
    public void end(Quirk quirk) {
        quirks.remove(quirk);
    }

    /** Takes a manifest from its subject's list. */
    public void unlist(String repository, Digest subject, Digest document) {
        manifests.unlist(repository, subject, document);
    }

    /** Takes a manifest or blob away. */
    public void delete(String repository, Digest content) {
        blobs.remove(repository + "@" + content);
        manifests.delete(repository, content);
    }

    /** Changes a manifest or blob behind its digest. */
    public void damage(String repository, Digest content) {
        blobs.computeIfPresent(repository + "@" + content, (name, bytes) -> damaged(bytes));
        manifests.damage(repository, content);
    }

    static byte[] damaged(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length / 2] ^= 1;
        return changed;
    }

    private boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    private void handle(HttpCall call) throws IOException {
        requests.add(call.method + " " + call.target);
        call.http10 = has(Quirk.HTTP_1_0);
        call.resets = has(Quirk.RESET_AFTER_ANSWER);
        call.expect = has(Quirk.EXPECT_IGNORED) || has(Quirk.HTTP_1_0) ? HttpCall.Expect.IGNORED : call.expect;
        Optional<Map.Entry<Integer, String>> refused = refusal.of(call.method, call.path());
        if (refused.isPresent()) {
            call.answer(refused.get().getKey(), refused.get().getValue());
        } else if (!isRefusedAsSuch(call) && !tokens.answers(call, authority())) {
            serve(call);
        }
    }

    private boolean isRefusedAsSuch(HttpCall call) throws IOException {
        if (has(Quirk.EXPECT_REFUSED) && call.waitsForContinue()) {
            call.answer(417);
        } else if (has(Quirk.LARGE_IS_413) && call.length() > 1024 * 1024) {
            call.answer(413, "<html><title>413 Request Entity Too Large</title></html>");
        } else if (has(Quirk.LARGE_IS_416) && call.length() > 4 * 1024 * 1024) {
            call.answer(
                    416, QuirkyManifests.error("UNKNOWN", "content range is larger than the allowed 4194304 bytes"));
        } else if (call.method.equals("HEAD") && has(Quirk.HEAD_403)) {
            call.answer(403);
        } else if (call.method.equals("HEAD") && has(Quirk.HEAD_405)) {
            call.answer(405);
        } else {
            return false;
        }
        return true;
    }

    private void serve(HttpCall call) throws IOException {
        String path = URLDecoder.decode(call.path(), StandardCharsets.UTF_8);
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            call.answer(path.equals("/v2/") ? 200 : 404);
            return;
        }
        String repository = parts.group(1);
        String last = parts.group(3);
        switch (parts.group(2)) {
            case "blobs/uploads" -> uploads.handle(call, repository, last, server.port());
            case "blobs" -> blob(call, repository + "@" + last);
            case "manifests" -> manifests.handle(call, repository, last);
            case "referrers" -> manifests.list(call, repository + "@" + last);
            default -> manifests.tags(call, repository + ":");
        }
    }

    private void blob(HttpCall call, String name) throws IOException {
        boolean redirects = has(Quirk.DOWNLOAD_REDIRECTED) && call.query().isEmpty();
        if (redirects && call.method.equals("GET") && blobs.containsKey(name)) {
            call.set("Location", "http://127.0.0.1:" + otherHost.port() + call.target + "?signature=a%2Fb")
                    .answer(307);
        } else if (has(Quirk.BLOB_HEAD_404) && call.method.equals("HEAD")) {
            call.answer(404);
        } else if (has(Quirk.BLOB_HEAD_LIES) && call.method.equals("HEAD")) {
            call.answer(200);
        } else {
            manifests.content(call, blobs.get(name), "application/octet-stream");
        }
    }

    @Override
    public void close() {
        server.close();
        otherHost.close();
    }
}
