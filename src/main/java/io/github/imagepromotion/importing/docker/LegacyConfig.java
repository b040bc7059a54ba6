package io.github.imagepromotion.importing.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.GoJson;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.KnownMembers;
import java.util.List;
import java.util.Optional;

/**
 * Makes the config of an image saved by docker before 1.10, as {@code docker load} does: from the description of the
 * top layer without the fields of the layer itself, with rootfs and history.
 */
final class LegacyConfig {
    private static final String WHAT = "description of a layer";
    private static final List<String> OF_THE_LAYER =
            List.of("id", "parent", "Size", "parent_id", "layer_id", "throwaway");

    private LegacyConfig() {}

    /**
     * @param descriptions descriptions of the layers, from the base up, at least one
     * @param diffIds diffIDs of the layers, from the base up
     * @return the bytes of the config
     */
    static byte[] write(List<byte[]> descriptions, List<Digest> diffIds) {
        JsonObject config = Json.object(descriptions.get(descriptions.size() - 1), KnownMembers.CONFIG, WHAT);
        OF_THE_LAYER.forEach(config::remove);
        JsonArray ids = new JsonArray();
        diffIds.forEach(id -> ids.add(id.toString()));
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", ids);
        config.add("rootfs", rootfs);
        JsonArray history = new JsonArray();
        descriptions.forEach(description -> history.add(entry(Json.object(description, KnownMembers.CONFIG, WHAT))));
        config.add("history", history);
        return GoJson.compact(sorted(config));
    }

    /** Sorts as docker does, so that the image ID is the one that docker gives the image when it loads the archive. */
    private static JsonObject sorted(JsonObject config) {
        JsonObject sorted = new JsonObject();
        config.keySet().stream().sorted().forEach(name -> sorted.add(name, config.get(name)));
        return sorted;
    }

    private static JsonObject entry(JsonObject layer) {
        JsonObject entry = new JsonObject();
        copy(layer, entry, "created");
        copy(layer, entry, "author");
        Optional<JsonObject> container = Json.member(layer, "container_config", WHAT);
        List<String> command =
                container.map(config -> Json.strings(config, "Cmd", WHAT)).orElse(List.of());
        if (!command.isEmpty()) {
            entry.addProperty("created_by", String.join(" ", command));
        }
        copy(layer, entry, "comment");
        return entry;
    }

    private static void copy(JsonObject layer, JsonObject entry, String name) {
        Json.string(layer, name, WHAT).filter(text -> !text.isEmpty()).ifPresent(text -> entry.addProperty(name, text));
    }
}
