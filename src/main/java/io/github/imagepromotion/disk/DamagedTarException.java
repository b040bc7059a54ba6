package io.github.imagepromotion.disk;

import java.io.IOException;

/** A file is no tar, is truncated or damaged, or goes beyond the bounds. Its message is printable. */
public final class DamagedTarException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedTarException(String message) {
        super(message);
    }
}
