package io.github.imagepromotion.registry.transport;

import java.io.Closeable;
import java.io.IOException;

/**
 * Sends one request and returns its response, whatever the status, without redirects, retries and credentials.
 * Thread-safe.
 */
public interface Transport extends Closeable {

    /**
     * @param request request
     * @return the response; the caller closes it
     * @throws IOException if there is no response
     */
    Response send(Request request) throws IOException;

    /** {@return whether a server has requested a client certificate} */
    default boolean wasAskedForCertificate() {
        return false;
    }
}
