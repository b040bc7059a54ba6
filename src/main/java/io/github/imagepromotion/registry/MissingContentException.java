package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import java.util.Set;

/**
 * A manifest that a registry refuses since it lacks what the manifest names, although it was there: a mount that was none,
 * or a garbage collection that came between.
 */
public final class MissingContentException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient Set<Digest> missing;

    /**
     * @param message as in {@link ImageException#ImageException(String)}
     * @param missing as the registry names it; empty if it does not
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
