package io.github.imagepromotion.web;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Explained;
import java.io.IOException;

/** Calls a service. Safe for use by several threads. */
public interface WebClient extends AutoCloseable {

    /**
     * Sends a request, and again where that may help and retries are left: no answer, or one of the statuses 408, 429,
     * 500, 502, 503 and 504. {@code Retry-After} is heard (RFC 9110, section 10.2.3).
     *
     * @param request what to send
     * @return the answer, whatever its status; a redirect is not followed
     * @throws NoAnswerException if no whole answer came; its message says why, and holds no secret
     * @throws io.github.imagepromotion.image.ImageException if the address may not be called: Maven is offline, or what
     *     is sent would go over a network without TLS
     * @throws IOException if the wait for another attempt is interrupted
     */
    WebResponse send(WebRequest request) throws IOException;

    /** Closes the connections. */
    @Override
    void close();

    /** No whole answer came. The message is a clause without a full stop that names the service and says why. */
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
