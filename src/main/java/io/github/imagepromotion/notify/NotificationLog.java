package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.Message;

/** What a user is told about telling others. */
public interface NotificationLog {

    /**
     * Somebody was told, or something was set.
     *
     * @param line a sentence
     */
    void told(String line);

    /**
     * Somebody could not be told, and need not be.
     *
     * @param line why
     */
    void failed(Message line);
}
