package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.transport.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a registry's refusal (distribution-spec 1.1, "Error Codes"), untrusted.
 *
 * @param words codes and messages of a well-formed error document, a short plain text as it is, or the title of a page;
 *     otherwise empty
 * @param codes of the error document
 * @param digests that the error document names
 * @param namesBlob whether it names one of them as the digest of a blob
 * @param tags that the error document names as unknown
 */
record ErrorText(String words, Set<String> codes, Set<Digest> digests, boolean namesBlob, Set<String> tags) {
    private static final int LIMIT = 8 * 1024;
    /** A proxy or web server in front of the registry states the error in the title of a page. */
    private static final Pattern TITLE = Pattern.compile("<title>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE);

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
    private static final Pattern BLOB_DIGEST = Pattern.compile("(?i)blob[^{}]{0,40}sha(?:256|512):");
    private static final int MOST_DIGESTS = 100;

    /**
     * @param response a refusal; its content is read
     * @return its text
     */
    static ErrorText of(Response response) {
        String text = new String(response.beginning(LIMIT), StandardCharsets.UTF_8).trim();
        try {
            List<JsonObject> errors =
                    Json.objects(Json.object(text.getBytes(StandardCharsets.UTF_8), "error"), "errors", "error");
            return new ErrorText(
                    errors.stream().map(ErrorText::entry).collect(Collectors.joining("; ")),
                    errors.stream()
                            .flatMap(error -> Json.string(error, "code", "error").stream())
                            .collect(Collectors.toSet()),
                    DIGEST.matcher(text)
                            .results()
                            .limit(MOST_DIGESTS)
                            .map(MatchResult::group)
                            .map(Digest::of)
                            .collect(Collectors.toSet()),
                    BLOB_DIGEST.matcher(text).find(),
                    errors.stream().flatMap(ErrorText::unknownTag).collect(Collectors.toSet()));
        } catch (ImageException e) {
            return new ErrorText(plain(text), Set.of(), Set.of(), false, Set.of());
        }
    }

    /**
     * @param content of an answer that is no real success, such as the page of a portal that answers everything with
     *     200
     * @param why it cannot be parsed
     * @return a description of the content, or why it cannot be parsed; untrusted, without a full stop
     */
    static String instead(byte[] content, DamagedContentException why) {
        String text = new String(content, 0, Math.min(content.length, LIMIT), StandardCharsets.UTF_8).trim();
        return text.startsWith("<")
                ? "it is the web page '" + plain(text) + "'"
                : String.valueOf(why.getMessage()).replaceFirst("\\.$", "");
    }

    private static String plain(String text) {
        if (text.startsWith("<")) {
            Matcher title = TITLE.matcher(text);
            return title.find() ? title.group(1).trim() : "";
        }
        return text.startsWith("{") ? "" : text;
    }

    /** {@return whether a manifest was refused because a blob or manifest that it names is missing} */
    boolean isAboutMissingContent() {
        return codes.contains("MANIFEST_BLOB_UNKNOWN")
                || codes.contains("BLOB_UNKNOWN")
                // Artifactory's "Failed to copy blob sha256:…".
                || codes.contains("MANIFEST_INVALID") && namesBlob
                || isAboutMissingManifest();
    }

    /** {@return whether the missing content is a manifest, as far as the registry distinguishes it from a blob} */
    boolean isAboutMissingManifest() {
        return codes.contains("MANIFEST_UNKNOWN");
    }

    /**
     * {@return whether the error says that this tag does not exist, as distribution and registries based on it do; for
     * a tag that is being written they report missing content or another error}
     */
    boolean saysUnknown(Tag tag) {
        return tags.contains(tag.name());
    }

    private static Stream<String> unknownTag(JsonObject error) {
        boolean unknown = Json.string(error, "code", "error").equals(Optional.of("MANIFEST_UNKNOWN"));
        Optional<JsonObject> detail = unknown ? Json.member(error, "detail", "error") : Optional.empty();
        return detail.flatMap(named -> Json.string(named, "Tag", "error")).stream();
    }

    /**
     * {@return whether this is the text of a TLS server that received plain HTTP: Go's or nginx's; there is no code for
     * it}
     */
    static boolean asksForHttps(String said) {
        return said.contains("HTTPS server") || said.contains("HTTPS port");
    }

    private static String entry(JsonObject error) {
        String code = Json.string(error, "code", "error").orElse("");
        return Json.string(error, "message", "error")
                .map(message -> code.isEmpty() ? message : code + ", " + message)
                .orElse(code);
    }
}
