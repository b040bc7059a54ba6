package io.github.imagepromotion.manifest;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest: its stored bytes, which are sent unchanged, and their content (image-spec 1.1, manifest.md and
 * image-index.md; docker's schema 2).
 */
public sealed interface Manifest permits ImageManifest, ImageIndex {
    /** Maximum size of a manifest; registries have the same limit (distribution-spec 1.1, "Pushing Manifests"). */
    int LARGEST = 4 * 1024 * 1024;

    /**
     * @param descriptor descriptor of the bytes; its media type selects the format
     * @param bytes stored bytes, already verified against the descriptor
     * @return an image manifest or an index
     * @throws ImageException if the media type is neither, or the bytes are malformed
     */
    static Manifest parse(Descriptor descriptor, byte[] bytes) {
        MediaType type = descriptor.mediaType();
        String what = "manifest " + descriptor.digest();
        if (!type.isManifest()) {
            throw new DamagedContentException("Refused " + descriptor.digest() + ": " + Text.quote(type.value())
                    + " is neither an image manifest nor an image index.");
        }
        JsonObject json = Json.object(bytes, KnownMembers.MANIFEST, what);
        refuseOtherKinds(json, type, what);
        Json.string(json, "mediaType", what).ifPresent(stated -> {
            if (!stated.equals(type.value())) {
                throw Json.malformed(
                        what, "it claims to be " + Text.quote(stated) + " but its descriptor says '" + type + "'");
            }
        });
        try {
            return type.isIndex()
                    ? new ImageIndex(descriptor, bytes, json, what)
                    : new ImageManifest(descriptor, bytes, json, what);
        } catch (IllegalArgumentException e) {
            throw Json.malformed(what, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The media type of a manifest without a descriptor: OCI manifests may omit {@code mediaType}, and then their
     * members tell (image-spec 1.1, manifest.md and image-index.md, "mediaType").
     *
     * @param bytes any content
     * @return the media type; empty if the content is not a manifest
     */
    static Optional<MediaType> typeOf(byte[] bytes) {
        try {
            JsonObject json = Json.object(bytes, "manifest");
            Optional<MediaType> stated =
                    Json.string(json, "mediaType", "manifest").map(MediaType::of);
            if (stated.isPresent()) {
                return stated.filter(MediaType::isManifest);
            }
            if (json.has("config") && json.has("layers")) {
                return Optional.of(MediaType.OCI_MANIFEST);
            }
            return json.has("manifests") ? Optional.of(MediaType.OCI_INDEX) : Optional.empty();
        } catch (ImageException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Rejects a document that some programs would read as an image and others as an index (image-spec 1.1, manifest.md
     * and image-index.md).
     */
    private static void refuseOtherKinds(JsonObject json, MediaType type, String what) {
        for (String member : type.isIndex()
                ? List.of("config", "layers", "fsLayers", "blobs")
                : List.of("manifests", "fsLayers", "blobs")) {
            if (json.has(member)) {
                throw Json.malformed(
                        what,
                        "'" + member + "' does not belong to " + (type.isIndex() ? "an index" : "an image manifest"));
            }
        }
    }

    /** {@return type, digest and size of the bytes} */
    Descriptor descriptor();

    /** {@return the stored bytes, which must not be modified} */
    byte[] bytes();

    /** {@return the subject (image-spec 1.1, manifest.md, "subject")} */
    Optional<Descriptor> subject();

    /** {@return the artifact type, if it has one} */
    Optional<String> artifactType();

    /** {@return the annotations in order} */
    Map<String, String> annotations();

    /** {@return the manifests that it references} */
    List<Descriptor> manifests();

    /** {@return the blobs that it references: config, then layers} */
    List<Descriptor> blobs();

    /**
     * {@return its descriptor in lists of referrers: with the artifact type, by default that of the config, and the
     * annotations (distribution-spec 1.1, "Listing Referrers")}
     */
    default Descriptor referrer() {
        Descriptor plain = descriptor();
        Optional<String> type = artifactType()
                .or(() -> this instanceof ImageManifest image
                        ? Optional.of(image.config().mediaType().value())
                        : Optional.empty());
        return new Descriptor(
                plain.mediaType(), plain.digest(), plain.size(), Optional.empty(), type, annotations(), List.of());
    }
}
