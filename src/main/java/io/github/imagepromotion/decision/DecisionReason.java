package io.github.imagepromotion.decision;

import io.github.imagepromotion.image.Reason;

/** Why nothing was decided. */
public enum DecisionReason implements Reason {
    /** No environment is configured. */
    NO_ENVIRONMENT,
    /** The key is none of those whose approvals count. */
    WORTHLESS_KEY
}
