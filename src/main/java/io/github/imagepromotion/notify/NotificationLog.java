package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.Message;

/** Receives the results of notifications. */
public interface NotificationLog {

    /**
     * A receiver was notified, or an image was set.
     *
     * @param line a sentence
     */
    void told(String line);

    /**
     * A receiver that is not required could not be notified.
     *
     * @param line the reason
     */
    void failed(Message line);
}
