package io.github.imagepromotion.web;

import io.github.imagepromotion.image.Explained;
import io.github.imagepromotion.image.Message;
import java.io.IOException;

/** No whole answer came. The message is a clause without a full stop that names the service and says why. */
public final class NoAnswerException extends IOException implements Explained {
    private static final long serialVersionUID = 1L;

    private final transient Message said;

    NoAnswerException(String message) {
        super(message);
        this.said = Message.of(message);
    }

    NoAnswerException(Message message, IOException cause) {
        super(message.text(), cause);
        this.said = message;
    }

    @Override
    public Message said() {
        return said;
    }
}
