package io.github.imagepromotion.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes content by type, digest and size (image-spec 1.1, descriptor.md).
 *
 * @param mediaType media type of the content
 * @param digest digest of the content
 * @param size size of the content, in bytes
 * @param platform platform, in an index
 * @param artifactType artifact type, in an index or a list of referrers
 * @param annotations annotations in order
 * @param urls URLs of a non-distributable layer
 */
public record Descriptor(
        MediaType mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        Optional<String> artifactType,
        Map<String, String> annotations,
        List<String> urls) {

    /** @throws IllegalArgumentException if the size is negative */
    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("negative size " + size + " of " + digest);
        }
        annotations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        urls = List.copyOf(urls);
    }

    /**
     * @param mediaType media type of the content
     * @param digest digest of the content
     * @param size size of the content, in bytes
     * @return a descriptor without other members
     */
    public static Descriptor of(MediaType mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    /**
     * @param mediaType media type of the content
     * @param content the content
     * @return a descriptor with its SHA-256
     */
    public static Descriptor of(MediaType mediaType, byte[] content) {
        return of(mediaType, Digest.sha256(content), content.length);
    }

    /**
     * {@return whether it says that its content is no image} The artifact type of an image is the media type of its config
     * (image-spec 1.1, descriptor.md, "artifactType").
     */
    public boolean isOfArtifact() {
        return artifactType.isPresent()
                && !artifactType.get().equals(MediaType.OCI_CONFIG.value())
                && !artifactType.get().equals(MediaType.DOCKER_CONFIG.value());
    }

    /** {@return a copy with only type, digest and size} */
    public Descriptor plain() {
        return of(mediaType, digest, size);
    }

    /**
     * @param platform platform of the content
     * @return a copy with the platform
     */
    public Descriptor withPlatform(Platform platform) {
        return with(mediaType, Optional.of(platform), annotations);
    }

    /**
     * @param annotations all annotations of the result
     * @return a copy with these annotations
     */
    public Descriptor withAnnotations(Map<String, String> annotations) {
        return with(mediaType, platform, annotations);
    }

    /**
     * @param mediaType media type of the result
     * @return a copy with this media type
     */
    public Descriptor withMediaType(MediaType mediaType) {
        return with(mediaType, platform, annotations);
    }

    private Descriptor with(MediaType type, Optional<Platform> runsOn, Map<String, String> noted) {
        return new Descriptor(type, digest, size, runsOn, artifactType, noted, urls);
    }

    /**
     * @param other any descriptor
     * @return whether both have the same type, digest and size
     */
    public boolean sameContent(Descriptor other) {
        return digest.equals(other.digest) && size == other.size;
    }
}
