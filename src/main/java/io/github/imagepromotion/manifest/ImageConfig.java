package io.github.imagepromotion.manifest;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import java.util.List;

/**
 * What is read of an image's config (image-spec 1.1, config.md). The whole JSON stays at hand, unknown members included.
 *
 * @param json the config as it was stored
 * @param platform it names
 * @param diffIds digests of the uncompressed layers, from the base up
 */
public record ImageConfig(JsonObject json, Platform platform, List<Digest> diffIds) {
    /** The largest config that is taken, in bytes. */
    public static final int LARGEST = 8 * 1024 * 1024;

    /**
     * {@return whether this is an object without members: an artifact's, such as a policy's, under the media type of an
     * image's config}
     */
    public boolean isEmpty() {
        return json.size() == 0;
    }

    /**
     * @param descriptor of the config
     * @param bytes the stored bytes, already checked against the descriptor
     * @return what they say
     * @throws io.github.imagepromotion.image.ImageException if they are no image config
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
