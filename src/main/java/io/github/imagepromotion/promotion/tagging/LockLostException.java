package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.ImageException;
import org.jspecify.annotations.Nullable;

/** The lock of a repository is another one's, or may be. */
final class LockLostException extends ImageException {
    private static final long serialVersionUID = 1L;

    LockLostException(String repository, @Nullable Exception trouble) {
        super("another promotion took over in '" + repository + "', or may have, since nothing was heard of this one"
                + " for too long" + (trouble == null ? "" : " (" + trouble.getMessage() + ")"));
        initCause(trouble);
    }
}
