package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.MediaType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A signed document as a registry or an archive holds it: a layer of an artifact manifest. What it is worth,
 * {@link Signatures} says.
 *
 * @param mediaType of the layer
 * @param content of the layer; not to be changed
 * @param annotations in their order: those of the manifest for a {@link SigstoreBundle}, those of the layer for a
 *     {@link CosignSignature}
 */
public record SignedDocument(MediaType mediaType, byte[] content, Map<String, String> annotations) {
    /** The largest document that is taken, in bytes. */
    public static final int LARGEST = 32 * 1024 * 1024;

    /** Keeps the order of the annotations. */
    public SignedDocument {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
}
