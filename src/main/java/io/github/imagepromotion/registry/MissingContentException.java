package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import java.util.Set;

/**
 * A registry refuses a manifest because content that the manifest names is missing, although it was there before: a
 * mount had no effect, or garbage collection deleted the content.
 */
public final class MissingContentException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient Set<Digest> missing;

    /**
     * @param message as in {@link ImageException#ImageException(String)}
     * @param missing the content that the registry reports as missing; empty if it names none
     */
    public MissingContentException(String message, Set<Digest> missing) {
        super(message);
        this.missing = Set.copyOf(missing);
    }

    /** {@return blobs or manifests that the registry says it lacks, untrusted; empty if it names none} */
    public Set<Digest> missing() {
        return missing;
    }
}
