package io.github.imagepromotion.disk;

import java.io.IOException;

/** A file is not a tar, is truncated or damaged, or exceeds a limit. Its message is printable. */
public final class DamagedTarException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedTarException(String message) {
        super(message);
    }
}
