package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;

/** A registry refuses to change an existing tag: it is immutable, or the login may not change it. */
public class ImmutableTagException extends ImageException {
    private static final long serialVersionUID = 1L;

    /** The tags that have to be exempt where a registry makes tags immutable; BuildId tags need not be. */
    private static final String EXEMPT = "Have the registry let these change: 'promotion-lock', 'sha256-*' and the"
            + " moving tags of the environment; tags of builds may stay immutable. docs/registries.md says how for each"
            + " product.";

    /**
     * @param message what was refused, as one sentence, with its reason
     * @param cause the registry's refusal
     */
    public ImmutableTagException(Message message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param what the operation that failed, as the beginning of a sentence
     * @return the exception to throw if it is one of the plugin's own tags, which have to change
     */
    public ImageException ofOwnTag(String what) {
        Throwable said = getCause() == null ? this : getCause();
        return new ImageException(
                what + ", as if it were immutable: " + Message.of(said).text() + " " + EXEMPT, this);
    }
}
