package io.github.imagepromotion.document;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.KnownMembers;
import io.github.imagepromotion.manifest.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges what two writers put under the same tag of cosign. Each signature is a layer, and its value an annotation of
 * the layer's descriptor, so layers are equal if digest and annotations are.
 */
public final class SharedTagContent {
    private record Layer(Digest digest, Map<String, String> annotations) {}

    private SharedTagContent() {}

    /**
     * @param there the manifest under the document's tag
     * @param document a document with a tag
     * @return whether it already contains the document
     */
    public static boolean holds(Manifest there, Document document) {
        return there.descriptor().sameContent(document.manifest().descriptor())
                || (document.sharesTag()
                        && there instanceof ImageManifest image
                        && document.manifest() instanceof ImageManifest ours
                        && layers(image).containsAll(layers(ours)));
    }

    /**
     * @param there the manifest under the document's tag
     * @param source source of its config
     * @param document a document with a tag
     * @return a merged document: the existing layers, then those of the document
     * @throws ImageException if the result would be too large, or something else is under the tag
     */
    public static Document both(Manifest there, BlobSource source, Document document) throws IOException {
        if (!document.sharesTag() || holds(document.manifest(), under(there, source, document))) {
            return document;
        }
        if (!(there instanceof ImageManifest theirs) || !(document.manifest() instanceof ImageManifest ours)) {
            throw new ImageException("Cannot keep document " + document.digest() + " under tag '"
                    + document.tag().orElseThrow() + "': there is something other than signatures.");
        }
        return union(theirs, source, ours, document);
    }

    /**
     * @param document a document with a tag that others share
     * @param left digests of layers
     * @return the document without these layers; empty if it has no other
     * @throws ImageException if its config is malformed
     */
    public static Optional<Document> without(Document document, Set<Digest> left) throws IOException {
        ImageManifest all = (ImageManifest) document.manifest();
        JsonObject manifest = Json.object(all.bytes(), "manifest");
        JsonObject config = Json.object(document.blobs().read(all.config(), ImageConfig.LARGEST), "config");
        for (int i = all.layers().size() - 1; i >= 0; i--) {
            if (left.contains(all.layers().get(i).digest())) {
                remove(i, Optional.of(manifest), "layers");
                remove(i, Json.member(config, "rootfs", "config"), "diff_ids");
                remove(i, Optional.of(config), "history");
            }
        }
        return manifest.getAsJsonArray("layers").isEmpty()
                ? Optional.empty()
                : Optional.of(written(all.descriptor().mediaType(), manifest, config, document));
    }

    private static Document under(Manifest there, BlobSource source, Document document) {
        return new Document(Image.of(there.descriptor(), List.of(there)), source, document.tag());
    }

    private static Document union(ImageManifest theirs, BlobSource source, ImageManifest ours, Document document)
            throws IOException {
        JsonObject manifest = Json.object(theirs.bytes(), "manifest");
        JsonObject config =
                Json.object(source.read(theirs.config(), ImageConfig.LARGEST), KnownMembers.CONFIG, "config");
        JsonObject ourManifest = Json.object(ours.bytes(), "manifest");
        JsonObject ourConfig = Json.object(document.blobs().read(ours.config(), ImageConfig.LARGEST), "config");
        Set<Layer> known = new HashSet<>(layers(theirs));
        for (int i = 0; i < ours.layers().size(); i++) {
            if (known.add(layer(ours.layers().get(i)))) {
                manifest.getAsJsonArray("layers")
                        .add(ourManifest.getAsJsonArray("layers").get(i));
                copy(
                        i,
                        Json.member(ourConfig, "rootfs", "config"),
                        Json.member(config, "rootfs", "config"),
                        "diff_ids");
                copy(i, Optional.of(ourConfig), Optional.of(config), "history");
            }
        }
        return written(theirs.descriptor().mediaType(), manifest, config, document);
    }

    private static Document written(MediaType type, JsonObject json, JsonObject configJson, Document document) {
        byte[] config = Json.compact(configJson);
        JsonObject described = json.getAsJsonObject("config");
        described.addProperty("digest", Digest.sha256(config).toString());
        described.addProperty("size", config.length);
        byte[] bytes = Json.compact(json);
        if (bytes.length > Manifest.LARGEST) {
            throw new ImageException("Cannot add document " + document.digest() + " to tag '"
                    + document.tag().orElseThrow() + "': its manifest would have " + bytes.length
                    + " bytes, and registries take " + Manifest.LARGEST + ". Remove signatures that nobody needs.");
        }
        Manifest manifest = Manifest.parse(Descriptor.of(type, bytes), bytes);
        Digest own = Digest.sha256(config);
        return new Document(
                Image.of(manifest.descriptor(), List.of(manifest)),
                (blob, offset) -> blob.digest().equals(own)
                        ? new ByteArrayInputStream(config, (int) offset, config.length)
                        : document.blobs().open(blob, offset),
                document.tag());
    }

    /** The config's entries for layers are in the order of layers. */
    private static void copy(int index, Optional<JsonObject> from, Optional<JsonObject> to, String name) {
        Optional<JsonArray> source = array(from, name).filter(array -> array.size() > index);
        array(to, name).ifPresent(target -> source.ifPresent(array -> target.add(array.get(index))));
    }

    private static void remove(int index, Optional<JsonObject> from, String name) {
        array(from, name).filter(array -> array.size() > index).ifPresent(array -> array.remove(index));
    }

    private static Optional<JsonArray> array(Optional<JsonObject> json, String name) {
        return json.filter(object -> object.has(name) && object.get(name).isJsonArray())
                .map(object -> object.getAsJsonArray(name));
    }

    private static List<Layer> layers(ImageManifest manifest) {
        return manifest.layers().stream().map(SharedTagContent::layer).toList();
    }

    private static Layer layer(Descriptor layer) {
        return new Layer(layer.digest(), layer.annotations());
    }
}
