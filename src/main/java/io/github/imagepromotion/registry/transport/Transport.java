package io.github.imagepromotion.registry.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

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

    /**
     * Opens connections that later requests use, and sends nothing on them; none where a proxy is on the way.
     *
     * @param server address of the server
     * @param connections how many there are then, idle ones included
     * @throws IOException if it cannot be connected to
     */
    default void connect(URI server, int connections) throws IOException {}

    /** {@return whether a server has requested a client certificate} */
    default boolean wasAskedForCertificate() {
        return false;
    }
}
