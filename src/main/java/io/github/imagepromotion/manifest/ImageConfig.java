package io.github.imagepromotion.manifest;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import java.util.List;

/**
 * The config of an image (image-spec 1.1, config.md), with the complete JSON, including unknown members.
 *
 * @param json the stored config
 * @param platform its platform
 * @param diffIds digests of the uncompressed layers, from the base up
 */
public record ImageConfig(JsonObject json, Platform platform, List<Digest> diffIds) {
    /** Maximum size of a config, in bytes. */
    public static final int LARGEST = 8 * 1024 * 1024;

    /**
     * {@return whether this is an object without members: an artifact's, such as a policy's, under the media type of an
     * image's config}
     */
    public boolean isEmpty() {
        return json.size() == 0;
    }

    /**
     * @param descriptor descriptor of the config
     * @param bytes stored bytes, already verified against the descriptor
     * @return the config
     * @throws io.github.imagepromotion.image.ImageException if it is malformed
     */
    public static ImageConfig parse(Descriptor descriptor, byte[] bytes) {
        String what = "image config " + descriptor.digest();
        JsonObject json = Json.object(bytes, KnownMembers.CONFIG, what);
        try {
            List<Digest> diffIds = Json.member(json, "rootfs", what)
                    .map(rootfs -> Json.strings(rootfs, "diff_ids", what).stream()
                            .map(Digest::of)
                            .toList())
                    .orElse(List.of());
            return new ImageConfig(json, DescriptorJson.readPlatform(json, what), diffIds);
        } catch (IllegalArgumentException e) {
            throw Json.malformed(what, String.valueOf(e.getMessage()));
        }
    }
}
