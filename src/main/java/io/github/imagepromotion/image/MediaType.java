package io.github.imagepromotion.image;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A media type of a blob or manifest (image-spec 1.1, media-types.md; docker's image manifest version 2, schema 2).
 *
 * @param value a media type without parameters (RFC 6838)
 */
public record MediaType(String value) {
    // Must be initialized before the constants below.
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

    public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType OCI_CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    public static final MediaType OCI_LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");
    public static final MediaType OCI_LAYER_GZIP = new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
    public static final MediaType OCI_LAYER_ZSTD = new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");
    public static final MediaType DOCKER_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");
    public static final MediaType DOCKER_CONFIG = new MediaType("application/vnd.docker.container.image.v1+json");
    public static final MediaType DOCKER_LAYER = new MediaType("application/vnd.docker.image.rootfs.diff.tar");
    public static final MediaType DOCKER_LAYER_GZIP =
            new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");

    private static final Set<String> UNSPECIFIC =
            Set.of("application/octet-stream", "application/json", "text/html", "text/plain");

    /** @throws IllegalArgumentException if the value is not a media type */
    public MediaType {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a media type: " + Text.quote(value));
        }
    }

    /**
     * @param value a media type; parameters ({@code ; charset=…}), which registries may send, are removed
     * @return the media type
     * @throws IllegalArgumentException if the value is not a media type
     */
    public static MediaType of(String value) {
        int semicolon = value.indexOf(';');
        return new MediaType((semicolon < 0 ? value : value.substring(0, semicolon)).trim());
    }

    /** {@return whether this is an image index or a docker manifest list} */
    public boolean isIndex() {
        return equals(OCI_INDEX) || equals(DOCKER_LIST);
    }

    /** {@return whether this is an image manifest, OCI or docker schema 2} */
    public boolean isImageManifest() {
        return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
    }

    /** {@return whether this is an image manifest or an index} */
    public boolean isManifest() {
        return isIndex() || isImageManifest();
    }

    /** {@return whether this is an image config, OCI or docker schema 2} */
    public boolean isImageConfig() {
        return equals(OCI_CONFIG) || equals(DOCKER_CONFIG);
    }

    /**
     * {@return whether this is a layer of an image's file system, in any format (image-spec 1.1, layer.md; docker's
     * schema 2)}
     */
    public boolean isImageLayer() {
        return value.startsWith("application/vnd.oci.image.layer.")
                || value.startsWith("application/vnd.docker.image.rootfs.");
    }

    /**
     * {@return whether this is an unspecific type: registries and tools have used such types for configs of images, and
     * docker accepts them (moby, distribution/registry.go, "defaulted values")}
     */
    public boolean isUnspecific() {
        return UNSPECIFIC.contains(value);
    }

    /**
     * {@return whether this is a layer that may not be distributed, and is not stored in registries (image-spec,
     * layer.md, "Non-Distributable Layers"; docker's foreign layers)}
     */
    public boolean isNonDistributable() {
        return value.startsWith("application/vnd.oci.image.layer.nondistributable.")
                || value.startsWith("application/vnd.docker.image.rootfs.foreign.");
    }

    @Override
    public String toString() {
        return value;
    }
}
