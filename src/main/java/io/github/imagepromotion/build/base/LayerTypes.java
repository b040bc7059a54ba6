package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Determines the OCI media types of the base's layers from their first bytes. Some tools label zstd layers as gzip, and
 * container runtimes rely on the label.
 */
public final class LayerTypes {
    private static final MediaType DOCKER_LAYER_ZSTD = new MediaType(MediaType.DOCKER_LAYER + ".zstd");

    /** Image-spec 1.1, layer.md; docker's types are for the same formats. */
    private static final Map<MediaType, MediaType> OCI_TYPES = Map.of(
            MediaType.OCI_LAYER,
            MediaType.OCI_LAYER,
            MediaType.OCI_LAYER_GZIP,
            MediaType.OCI_LAYER_GZIP,
            MediaType.OCI_LAYER_ZSTD,
            MediaType.OCI_LAYER_ZSTD,
            MediaType.DOCKER_LAYER,
            MediaType.OCI_LAYER,
            MediaType.DOCKER_LAYER_GZIP,
            MediaType.OCI_LAYER_GZIP,
            DOCKER_LAYER_ZSTD,
            MediaType.OCI_LAYER_ZSTD);

    private LayerTypes() {}

    /**
     * @param layer layer of the base
     * @throws ImageException if it may not be distributed, or its type is unknown
     */
    public static void check(Descriptor layer) {
        checkDistributable(layer);
        if (!OCI_TYPES.containsKey(layer.mediaType())) {
            throw new ImageException("Its layer " + layer.digest() + " is of a kind that is not known: "
                    + Text.quote(layer.mediaType().value()) + ".");
        }
    }

    /**
     * @param layer a layer of an image or artifact
     * @throws ImageException if it may not be distributed
     */
    public static void checkDistributable(Descriptor layer) {
        if (layer.mediaType().isNonDistributable()) {
            throw new ImageException("Its layer " + layer.digest() + " may not be distributed ("
                    + Text.quote(layer.mediaType().value()) + "), so no environment's registry could hold the image.");
        }
    }

    /**
     * @param layer checked layer of the base
     * @param source source of its content
     * @return the layer with its correct OCI media type
     * @throws ImageException if its type is a compressed one and its content is not in a known format
     */
    static Descriptor truthful(Descriptor layer, BlobSource source) throws IOException {
        MediaType stated = OCI_TYPES.getOrDefault(layer.mediaType(), layer.mediaType());
        MediaType found = byMagic(layer, source);
        if (found.equals(MediaType.OCI_LAYER) && !stated.equals(MediaType.OCI_LAYER)) {
            throw new ImageException("Its layer " + layer.digest() + " is called " + Text.quote(stated.value())
                    + " but is not compressed in that way.");
        }
        return layer.withMediaType(found);
    }

    private static MediaType byMagic(Descriptor layer, BlobSource source) throws IOException {
        try (InputStream in = source.open(layer, 0)) {
            Compression found = Compression.of(in.readNBytes(Compression.MAGIC));
            return switch (found) {
                case GZIP -> MediaType.OCI_LAYER_GZIP;
                case ZSTD -> MediaType.OCI_LAYER_ZSTD;
                case XZ, BZIP2 ->
                    throw new ImageException("Its layer " + layer.digest() + " is compressed with " + found.tool()
                            + ", for which there is no media type, so that not every container runtime could"
                            + " read it.");
                case NONE -> MediaType.OCI_LAYER;
            };
        }
    }
}
