package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.transport.Response;
import java.util.Optional;

/** Determines the media type of a manifest that a registry sent. */
final class ManifestType {
    private ManifestType() {}

    /** Uses the member {@code mediaType}, or the structure, if a registry sends a manifest as plain JSON or text. */
    static MediaType of(Response response, byte[] bytes, String what) {
        Optional<MediaType> sent = response.header("Content-Type").flatMap(ManifestType::parse);
        if (sent.filter(MediaType::isManifest).isPresent()) {
            return sent.get();
        }
        JsonObject json = Json.object(bytes, what);
        return Json.string(json, "mediaType", what)
                .flatMap(ManifestType::parse)
                .or(() -> shown(json))
                .orElseThrow(() -> Json.malformed(
                        what,
                        "the registry sent it as "
                                + Text.quote(response.header("Content-Type").orElse(""))
                                + ", which is not a manifest"));
    }

    /**
     * Derives the type from the structure: only OCI manifests may omit it (image-spec 1.1, manifest.md, "mediaType").
     */
    private static Optional<MediaType> shown(JsonObject json) {
        if (json.has("manifests")) {
            return Optional.of(MediaType.OCI_INDEX);
        }
        return json.has("config") && json.has("layers") ? Optional.of(MediaType.OCI_MANIFEST) : Optional.empty();
    }

    /** {@return the media type; empty if the text is not a media type} */
    static Optional<MediaType> parse(String value) {
        try {
            return Optional.of(MediaType.of(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
