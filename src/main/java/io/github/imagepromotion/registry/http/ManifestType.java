package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.transport.Response;
import java.util.Optional;

/** What kind of manifest a registry sent. */
final class ManifestType {
    private ManifestType() {}

    /** A registry may send manifests as plain JSON or text; then they say themselves what they are, or show it. */
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
                                + Text.quote(response.header("Content-Type").orElse("")) + ", which is no manifest"));
    }

    /** Only OCI's may leave it out (image-spec 1.1, manifest.md, "mediaType"). */
    private static Optional<MediaType> shown(JsonObject json) {
        if (json.has("manifests")) {
            return Optional.of(MediaType.OCI_INDEX);
        }
        return json.has("config") && json.has("layers") ? Optional.of(MediaType.OCI_MANIFEST) : Optional.empty();
    }

    /** {@return the media type; empty if the text is none} */
    static Optional<MediaType> parse(String value) {
        try {
            return Optional.of(MediaType.of(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
