package io.github.imagepromotion.build.assembly;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.build.application.BuiltApplication;
import io.github.imagepromotion.build.application.BuiltApplication.ApplicationLayer;
import io.github.imagepromotion.build.application.ContainerSettings;
import io.github.imagepromotion.build.base.Base.PlatformBase;
import io.github.imagepromotion.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges container settings into the base's config (image-spec 1.1, config.md), as jib does. All members of the base's
 * config are kept, including unknown ones; members keep their positions, and new ones are last.
 */
final class ConfigMerge {
    private static final String WHAT = "config of the base image";
    private static final String CREATED_BY = "image-promotion-maven-plugin";

    private final ContainerSettings settings;
    private final BuiltApplication application;

    ConfigMerge(ContainerSettings settings, BuiltApplication application) {
        this.settings = settings;
        this.application = application;
    }

    /**
     * @param base base of one platform
     * @return the config as compact JSON
     */
    byte[] merge(PlatformBase base) {
        JsonObject json = base.config().json().deepCopy();
        json.addProperty("created", settings.creationTime().toString());
        json.add("config", container(Json.member(json, "config", WHAT).orElseGet(JsonObject::new)));
        json.add("rootfs", rootfs(Json.member(json, "rootfs", WHAT).orElseGet(JsonObject::new)));
        json.add("history", history(json, base.layers().size()));
        return Json.compact(json);
    }

    private JsonObject container(JsonObject config) {
        addEnvironment(config);
        addNames(config, "ExposedPorts", settings.ports());
        addNames(config, "Volumes", settings.volumes());
        addLabels(config);
        settings.user().ifPresent(user -> config.addProperty("User", user));
        settings.workingDirectory().ifPresent(directory -> config.addProperty("WorkingDir", directory));
        setCommand(config);
        return config;
    }

    private void addEnvironment(JsonObject config) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : Json.strings(config, "Env", WHAT)) {
            int equals = variable.indexOf('=');
            variables.put(equals < 0 ? variable : variable.substring(0, equals), variable);
        }
        settings.environment().forEach((name, value) -> variables.put(name, name + "=" + value));
        if (!settings.environment().isEmpty()) {
            config.add("Env", array(variables.values()));
        }
    }

    /** A set is an object with empty objects as members. */
    private static void addNames(JsonObject config, String member, List<String> names) {
        if (!names.isEmpty()) {
            JsonObject set = Json.member(config, member, WHAT).orElseGet(JsonObject::new);
            names.forEach(name -> set.add(name, new JsonObject()));
            config.add(member, set);
        }
    }

    private void addLabels(JsonObject config) {
        if (!settings.labels().isEmpty()) {
            JsonObject labels = Json.member(config, "Labels", WHAT).orElseGet(JsonObject::new);
            settings.labels().forEach(labels::addProperty);
            config.add("Labels", labels);
        }
    }

    /** The base's arguments are for its own entrypoint, and are dropped with another one. */
    private void setCommand(JsonObject config) {
        application.entrypoint().ifPresent(entrypoint -> {
            config.add("Entrypoint", array(entrypoint));
            if (!settings.inheritsArgs()) {
                config.remove("Cmd");
            }
        });
        if (!settings.args().isEmpty() && !settings.inheritsArgs()) {
            config.add("Cmd", array(settings.args()));
        }
    }

    private JsonObject rootfs(JsonObject rootfs) {
        JsonArray diffIds = array(Json.strings(rootfs, "diff_ids", WHAT));
        application.layers().forEach(layer -> diffIds.add(layer.diffId().toString()));
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", diffIds);
        return rootfs;
    }

    private JsonArray history(JsonObject config, int baseLayers) {
        JsonArray history = new JsonArray();
        List<JsonObject> known = Json.objects(config, "history", WHAT);
        known.forEach(history::add);
        long described = known.stream().filter(ConfigMerge::hasLayer).count();
        for (long i = described; i < baseLayers; i++) {
            history.add(entry("layer of the base image"));
        }
        for (ApplicationLayer layer : application.layers()) {
            history.add(entry(layer.name()));
        }
        return history;
    }

    private static boolean hasLayer(JsonObject entry) {
        return !entry.has("empty_layer")
                || !entry.get("empty_layer").isJsonPrimitive()
                || !entry.get("empty_layer").getAsBoolean();
    }

    private JsonObject entry(String comment) {
        JsonObject entry = new JsonObject();
        entry.addProperty("created", settings.creationTime().toString());
        entry.addProperty("created_by", CREATED_BY);
        entry.addProperty("comment", comment);
        return entry;
    }

    private static JsonArray array(Iterable<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
