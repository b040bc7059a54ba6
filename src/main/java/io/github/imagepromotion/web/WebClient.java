package io.github.imagepromotion.web;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Explained;
import java.io.IOException;

/** Calls a service. Thread-safe. */
public interface WebClient extends AutoCloseable {

    /**
     * Sends a request, and retries it if there is no response or the status is 408, 429, 500, 502, 503 or 504. Respects
     * {@code Retry-After} (RFC 9110, section 10.2.3).
     *
     * @param request the request
     * @return the response, whatever its status; redirects are not followed
     * @throws NoAnswerException if there was no complete response; its message says why, without secrets
     * @throws io.github.imagepromotion.image.ImageException if the URL may not be called: Maven is offline, or it would
     *     be called without TLS
     * @throws IOException if waiting for a retry is interrupted
     */
    WebResponse send(WebRequest request) throws IOException;

    /** Closes the connections. */
    @Override
    void close();

    /**
     * There was no complete response. The message is a clause without a full stop that names the service and the
     * reason.
     */
    public static final class NoAnswerException extends IOException implements Explained {
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
}
