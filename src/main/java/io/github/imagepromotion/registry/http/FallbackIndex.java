package io.github.imagepromotion.registry.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The index that lists a subject's documents where the registry does not (distribution-spec 1.1, "Referrers Tag Schema"):
 * ours are added to those of others, which stay as they are, members included that nobody here knows. Used by one thread.
 */
final class FallbackIndex {
    private final String repository;

    /**
     * Entries by digest that have to be in it: ours, and every other one that was seen there. A writer who reads
     * before others write takes them away; everyone who looks afterwards puts them back.
     */
    private final Map<String, JsonObject> wanted = new LinkedHashMap<>();

    FallbackIndex(String repository, List<Manifest> ours) {
        this.repository = repository;
        for (Manifest manifest : ours) {
            Descriptor entry = manifest.referrer();
            wanted.put(entry.digest().toString(), DescriptorJson.write(entry));
        }
    }

    /**
     * @param now what the tag names
     * @return what it has to name, empty if nothing is missing
     */
    Optional<Manifest> next(Optional<Manifest> now) {
        JsonObject index = now.map(this::read).orElseGet(FallbackIndex::empty);
        String what = "list of documents in '" + repository + "'";
        Map<String, JsonObject> there = new LinkedHashMap<>();
        for (JsonObject entry : Json.objects(index, "manifests", what)) {
            there.put(Json.requiredString(entry, "digest", what), entry);
        }
        there.forEach(wanted::putIfAbsent);
        if (there.keySet().containsAll(wanted.keySet())) {
            return Optional.empty();
        }
        JsonArray entries = new JsonArray();
        there.values().forEach(entries::add);
        wanted.forEach((digest, entry) -> {
            if (!there.containsKey(digest)) {
                entries.add(entry);
            }
        });
        index.add("manifests", entries);
        return Optional.of(written(index, now.map(Manifest::descriptor).map(Descriptor::mediaType)));
    }

    /** What stands under the tag instead of a list may hide one. */
    static void refuseOther(Manifest manifest, String repository) {
        if (!(manifest instanceof ImageIndex)) {
            throw noList(manifest, repository);
        }
    }

    /** {@return the exception to throw where something else stands under the tag} */
    static ImageException noList(Manifest manifest, String repository) {
        return new ImageException("Cannot list documents in '" + repository + "': "
                + manifest.descriptor().digest() + " stands under the tag that is for the list, and is no list."
                + " Find out who set that tag, and remove it.");
    }

    private JsonObject read(Manifest manifest) {
        refuseOther(manifest, repository);
        return Json.object(manifest.bytes(), "list of documents in '" + repository + "'");
    }

    private Manifest written(JsonObject index, Optional<MediaType> type) {
        byte[] bytes = Json.compact(index);
        if (bytes.length > Manifest.LARGEST) {
            throw new ImageException("Cannot list " + wanted.size() + " documents of one image in '" + repository
                    + "': the list would have " + bytes.length + " bytes, and registries take " + Manifest.LARGEST
                    + ". Remove documents that nobody needs, or use a registry with the referrers API.");
        }
        return Manifest.parse(Descriptor.of(type.orElse(MediaType.OCI_INDEX), bytes), bytes);
    }

    private static JsonObject empty() {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", MediaType.OCI_INDEX.value());
        json.add("manifests", new JsonArray());
        return json;
    }
}
