package io.github.imagepromotion.registry.transport;

import java.io.IOException;

/** The content that was to be sent could not be had: no fault of the registry, and no reason to try again. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    /** @param reason what reading the source threw */
    public SourceException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    /** {@return what reading the source threw} */
    public IOException reason() {
        return reason;
    }
}
