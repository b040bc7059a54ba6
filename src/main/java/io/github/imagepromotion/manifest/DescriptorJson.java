package io.github.imagepromotion.manifest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import java.util.List;
import java.util.Optional;

/** Descriptors and platforms in JSON (image-spec 1.1, descriptor.md and image-index.md). */
public final class DescriptorJson {
    private DescriptorJson() {}

    /**
     * @param json a descriptor
     * @param what the enclosing document, for messages
     * @return the descriptor
     * @throws io.github.imagepromotion.image.ImageException if it is malformed
     */
    public static Descriptor read(JsonObject json, String what) {
        try {
            return new Descriptor(
                    MediaType.of(Json.requiredString(json, "mediaType", what)),
                    Digest.of(Json.requiredString(json, "digest", what)),
                    Json.requiredLong(json, "size", what),
                    Json.member(json, "platform", what).map(platform -> readPlatform(platform, what)),
                    Json.string(json, "artifactType", what),
                    Json.annotations(json, "annotations", what),
                    Json.strings(json, "urls", what));
        } catch (IllegalArgumentException e) {
            throw Json.malformed(what, String.valueOf(e.getMessage()));
        }
    }

    /**
     * @param json a platform, or an image config, which has the same members
     * @param what the enclosing document, for messages
     * @return the platform; absent members are empty texts
     */
    public static Platform readPlatform(JsonObject json, String what) {
        return new Platform(
                Json.string(json, "os", what).orElse(""),
                Json.string(json, "architecture", what).orElse(""),
                Json.string(json, "variant", what).filter(text -> !text.isEmpty()),
                Json.string(json, "os.version", what).filter(text -> !text.isEmpty()),
                Json.strings(json, "os.features", what));
    }

    /**
     * @param descriptor any descriptor
     * @return its JSON, with members in a fixed order
     */
    public static JsonObject write(Descriptor descriptor) {
        JsonObject json = new JsonObject();
        json.addProperty("mediaType", descriptor.mediaType().value());
        json.addProperty("digest", descriptor.digest().toString());
        json.addProperty("size", descriptor.size());
        descriptor.platform().ifPresent(platform -> json.add("platform", writePlatform(platform)));
        descriptor.artifactType().ifPresent(type -> json.addProperty("artifactType", type));
        addAnnotations(json, descriptor.annotations());
        if (!descriptor.urls().isEmpty()) {
            JsonArray urls = new JsonArray();
            descriptor.urls().forEach(urls::add);
            json.add("urls", urls);
        }
        return json;
    }

    /**
     * @param descriptors descriptors in order
     * @return their JSON
     */
    static JsonArray write(List<Descriptor> descriptors) {
        JsonArray array = new JsonArray();
        descriptors.forEach(descriptor -> array.add(write(descriptor)));
        return array;
    }

    /** {@return the first members of every OCI manifest} */
    static JsonObject document(MediaType type) {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", type.value());
        return json;
    }

    /**
     * @param json receives the member {@code annotations}, unless there are none
     * @param annotations annotations in order
     */
    public static void addAnnotations(JsonObject json, java.util.Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            JsonObject members = new JsonObject();
            annotations.forEach(members::addProperty);
            json.add("annotations", members);
        }
    }

    private static JsonObject writePlatform(Platform platform) {
        JsonObject json = new JsonObject();
        json.addProperty("architecture", platform.architecture());
        json.addProperty("os", platform.os());
        addIfPresent(json, "os.version", platform.osVersion());
        if (!platform.osFeatures().isEmpty()) {
            JsonArray features = new JsonArray();
            platform.osFeatures().forEach(features::add);
            json.add("os.features", features);
        }
        addIfPresent(json, "variant", platform.variant());
        return json;
    }

    private static void addIfPresent(JsonObject json, String name, Optional<String> value) {
        value.ifPresent(text -> json.addProperty(name, text));
    }
}
