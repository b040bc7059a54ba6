package io.github.imagepromotion.web;

import java.io.IOException;

/** No whole answer came. The message is a clause without a full stop that names the service and says why. */
public final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message);
    }

    NoAnswerException(String message, IOException cause) {
        super(message, cause);
    }
}
