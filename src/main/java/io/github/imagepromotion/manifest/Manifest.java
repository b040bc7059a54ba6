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
 * A manifest: its stored bytes, which are what is sent and never written anew, and what they say (image-spec 1.1,
 * manifest.md and image-index.md; docker's schema 2).
 */
public sealed interface Manifest permits ImageManifest, ImageIndex {
    /** The largest manifest that is taken, as registries limit it (distribution-spec 1.1, "Pushing Manifests"). */
    int LARGEST = 4 * 1024 * 1024;

    /**
     * @param descriptor of the bytes; its media type decides how they are read
     * @param bytes the stored bytes, already checked against the descriptor
     * @return an image manifest or an index
     * @throws ImageException if the media type is neither, or the bytes are not what it says
     */
    static Manifest parse(Descriptor descriptor, byte[] bytes) {
        MediaType type = descriptor.mediaType();
        String what = "manifest " + descriptor.digest();
        if (!type.isManifest()) {
            throw new DamagedContentException("Refused " + descriptor.digest() + ": " + Text.quote(type.value())
                    + " is no image manifest and no image index.");
        }
        JsonObject json = Json.object(bytes, KnownMembers.MANIFEST, what);
        refuseOtherKinds(json, type, what);
        Json.string(json, "mediaType", what).ifPresent(stated -> {
            if (!stated.equals(type.value())) {
                throw Json.malformed(
                        what, "it calls itself " + Text.quote(stated) + " but its descriptor says '" + type + "'");
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
     * What a manifest is whose descriptor is not at hand: the OCI types may leave {@code mediaType} away, and then their
     * members tell (image-spec 1.1, manifest.md and image-index.md, "mediaType").
     *
     * @param bytes any content
     * @return the type of the manifest; empty if the content is none
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

    /** What is an image to one program and an index to another is refused (image-spec 1.1, manifest.md and image-index.md). */
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

    /** {@return the stored bytes; not to be changed} */
    byte[] bytes();

    /** {@return the manifest that this one is about (image-spec 1.1, manifest.md, "subject")} */
    Optional<Descriptor> subject();

    /** {@return the type of artifact, where this is one} */
    Optional<String> artifactType();

    /** {@return annotations in their order} */
    Map<String, String> annotations();

    /** {@return the manifests that this one needs} */
    List<Descriptor> manifests();

    /** {@return the blobs that this one needs: config, then layers} */
    List<Descriptor> blobs();

    /**
     * {@return its descriptor as lists of referrers have it, with the type of artifact, the config's where there is
     * none, and the annotations (distribution-spec 1.1, "Listing Referrers")}
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
