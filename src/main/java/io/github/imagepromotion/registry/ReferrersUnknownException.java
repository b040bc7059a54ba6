package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.ImageException;

/** A registry has the referrers API, but fails to answer it, so the referrers are not known. */
public final class ReferrersUnknownException extends ImageException {
    private static final long serialVersionUID = 1L;

    /** @param refusal the registry's answer */
    public ReferrersUnknownException(ImageException refusal) {
        super(refusal.said(), refusal);
    }
}
