package io.github.imagepromotion.status;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.KnownMembers;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Labels of an image's config, or annotations of its manifest, with pre-defined keys (image-spec 1.1, annotations.md).
 */
record Labels(Map<String, String> values) {
    private static final String WHAT = "image config";

    /** Of an index, its first image is read: all images of an index come from one build. Artifacts have annotations only. */
    static Labels read(Repository repository, Digest image) throws IOException {
        Map<String, String> values = new HashMap<>();
        Optional<Manifest> top = repository.manifest(image);
        top.ifPresent(manifest -> values.putAll(manifest.annotations()));
        Optional<Manifest> first = top;
        if (top.isPresent() && !top.get().manifests().isEmpty()) {
            first = repository.manifest(top.get().manifests().get(0).digest());
        }
        if (first.isPresent() && first.get() instanceof ImageManifest manifest) {
            values.putAll(manifest.annotations());
            if (manifest.isImage()) {
                values.putAll(ofConfig(repository, manifest.config()));
            }
        }
        return new Labels(values);
    }

    private static Map<String, String> ofConfig(Repository repository, Descriptor config) throws IOException {
        JsonObject json = Json.object(repository.read(config, ImageConfig.LARGEST), KnownMembers.CONFIG, WHAT);
        JsonObject inner = Json.member(json, "config", WHAT).orElseGet(JsonObject::new);
        return Json.annotations(inner, "Labels", WHAT);
    }

    Optional<String> version() {
        return value("org.opencontainers.image.version");
    }

    Optional<String> commit() {
        return value("org.opencontainers.image.revision");
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(text -> !text.isBlank())
                .map(Text::printable);
    }
}
