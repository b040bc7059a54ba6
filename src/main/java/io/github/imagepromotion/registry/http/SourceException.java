package io.github.imagepromotion.registry.http;

import java.io.IOException;

/** The content that was to be sent could not be had: no fault of the registry, and no reason to try again. */
final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    SourceException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    /** @return what reading the source threw */
    IOException reason() {
        return reason;
    }
}
