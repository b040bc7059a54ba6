package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.MediaType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A signed document in a registry or an archive: a layer of an artifact manifest. {@link Signatures} verifies it.
 *
 * @param mediaType media type of the layer
 * @param content content of the layer; must not be modified
 * @param annotations annotations in order: those of the manifest for a {@link SigstoreBundle}, those of the layer for a
 *     {@link CosignSignature}
 */
public record SignedDocument(MediaType mediaType, byte[] content, Map<String, String> annotations) {
    /** Maximum size of a document, in bytes. */
    public static final int LARGEST = 32 * 1024 * 1024;

    /** Copies the annotations, preserving their order. */
    public SignedDocument {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
}
