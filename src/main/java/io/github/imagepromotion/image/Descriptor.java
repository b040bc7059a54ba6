package io.github.imagepromotion.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes content that lies elsewhere: its type, digest and size (image-spec 1.1, descriptor.md).
 *
 * @param mediaType of the content
 * @param digest of the content
 * @param size of the content, in bytes
 * @param platform where an index names it
 * @param artifactType where the content is an artifact manifest and an index or a referrers list names it
 * @param annotations in their order, empty if there are none
 * @param urls from which a non-distributable layer may be had, empty if there are none
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
     * @param mediaType of the content
     * @param digest of the content
     * @param size of the content, in bytes
     * @return a descriptor with nothing else
     */
    public static Descriptor of(MediaType mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    /**
     * @param mediaType of the content
     * @param content all its bytes
     * @return a descriptor by SHA-256
     */
    public static Descriptor of(MediaType mediaType, byte[] content) {
        return of(mediaType, Digest.sha256(content), content.length);
    }

    /** {@return type, digest and size alone} */
    public Descriptor plain() {
        return of(mediaType, digest, size);
    }

    /**
     * @param platform what the content runs on
     * @return the same descriptor, naming the platform
     */
    public Descriptor withPlatform(Platform platform) {
        return new Descriptor(mediaType, digest, size, Optional.of(platform), artifactType, annotations, urls);
    }

    /**
     * @param annotations all annotations of the result
     * @return the same descriptor with those annotations
     */
    public Descriptor withAnnotations(Map<String, String> annotations) {
        return new Descriptor(mediaType, digest, size, platform, artifactType, annotations, urls);
    }

    /**
     * @param mediaType of the result
     * @return the same descriptor with that media type
     */
    public Descriptor withMediaType(MediaType mediaType) {
        return new Descriptor(mediaType, digest, size, platform, artifactType, annotations, urls);
    }

    /**
     * @param other any descriptor
     * @return whether both describe the same content, whatever else they say of it
     */
    public boolean sameContent(Descriptor other) {
        return digest.equals(other.digest) && size == other.size;
    }
}
