package io.github.imagepromotion.registry.transport;

import java.io.IOException;

/** The content of a request cannot be read: this is not an error of the registry, and a retry would not help. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    /** @param reason exception of the source */
    public SourceException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    /** {@return the exception of the source} */
    public IOException reason() {
        return reason;
    }
}
