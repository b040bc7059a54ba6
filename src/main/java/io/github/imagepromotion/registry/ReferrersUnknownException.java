package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.ImageException;

/** A registry that has the referrers API, and fails to answer it: what is attached there is not known. */
public final class ReferrersUnknownException extends ImageException {
    private static final long serialVersionUID = 1L;

    /** @param refusal what the registry answered */
    public ReferrersUnknownException(ImageException refusal) {
        super(refusal.said(), refusal);
    }
}
