package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;

/** A registry refuses to let a tag that is there name something else: it is immutable, or this login may not change it. */
public class ImmutableTagException extends ImageException {
    private static final long serialVersionUID = 1L;

    /** What has to be exempt from immutability where a registry makes tags immutable; numbers of builds need not be. */
    private static final String EXEMPT = "Have the registry let these change: 'promotion-lock', 'sha256-*' and the"
            + " moving tags of the environment; tags of builds may stay immutable. docs/registries.md says how for each"
            + " product.";

    /**
     * @param message what was refused, as one sentence, with its reason
     * @param cause what the registry said
     */
    public ImmutableTagException(Message message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param what cannot be done, as the beginning of a sentence
     * @return the exception to throw where the tag is one of the plugin's own, which have to change
     */
    public ImageException ofOwnTag(String what) {
        Throwable said = getCause() == null ? this : getCause();
        return new ImageException(
                what + ", as if it were immutable: " + Message.of(said).text() + " " + EXEMPT, this);
    }
}
