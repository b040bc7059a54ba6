package io.github.imagepromotion.testing;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;

/** What anyone who may push can do, with one PUT, to the list of an image's documents in a registry without the referrers API. */
public enum FallbackList {
    /** Entries say nothing but where they are. */
    SILENT {
        @Override
        void change(JsonObject entry) {
            entry.remove("annotations");
            entry.remove("artifactType");
        }
    },
    /** Entries say that they are something else. */
    LYING {
        @Override
        void change(JsonObject entry) {
            JsonObject annotations = new JsonObject();
            annotations.addProperty("dev.sigstore.bundle.predicateType", "https://example.org/weather/v1");
            annotations.addProperty("in-toto.io/predicate-type", "https://example.org/weather/v1");
            entry.add("annotations", annotations);
            entry.addProperty("artifactType", "text/plain");
        }
    };

    abstract void change(JsonObject entry);

    /**
     * @param repository in docker-registry
     * @param subject whose list is written anew
     */
    public void write(Repository repository, Digest subject) throws IOException {
        Tag list = DocumentTags.fallback(subject);
        JsonObject json = Json.object(repository.manifest(list).orElseThrow().bytes(), "list of documents");
        json.getAsJsonArray("manifests").forEach(entry -> change(entry.getAsJsonObject()));
        byte[] bytes = Json.compact(json);
        repository.tag(list, Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes));
    }
}
