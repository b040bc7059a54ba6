package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Explained;

/**
 * A setting of an environment has an illegal value. The message is a clause that refers to settings by typed reasons.
 */
final class IllegalSettingException extends IllegalArgumentException implements Explained {
    private static final long serialVersionUID = 1L;

    private final transient Message said;

    IllegalSettingException(Message message) {
        super(message.text());
        this.said = message;
    }

    @Override
    public Message said() {
        return said;
    }
}
