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
 * The index that lists a subject's referrers if the registry has no referrers API (distribution-spec 1.1, "Referrers
 * Tag Schema"). Our entries are added to those of others, which are kept as they are, unknown members included. Used by
 * one thread.
 */
final class FallbackIndex {
    private final String repository;

    /**
     * Required entries by digest: ours, and all others that were seen in the index. A writer that read the index before
     * others wrote it removes their entries; every client that reads it afterwards restores them.
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
     * @param now the manifest that the tag names
     * @return the manifest that it has to name; empty if no entry is missing
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

    /** Refuses a tag that names something else than an index: it may hide a list. */
    static void refuseOther(Manifest manifest, String repository) {
        if (!(manifest instanceof ImageIndex)) {
            throw noList(manifest, repository);
        }
    }

    /** {@return the exception to throw if the tag names something else} */
    static ImageException noList(Manifest manifest, String repository) {
        return new ImageException("Cannot list documents in '" + repository + "': "
                + manifest.descriptor().digest() + " is under the tag for the list, and is not a list."
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
