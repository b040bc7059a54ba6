package io.github.imagepromotion.registry.transport;

import java.io.Closeable;
import java.io.IOException;

/**
 * Sends one request and gives its answer, whatever the status: no redirect is followed, nothing is repeated, no
 * credential is added. Safe for use by several threads.
 */
public interface Transport extends Closeable {

    /**
     * @param request what to send
     * @return the answer; the caller closes it
     * @throws IOException if there is no answer
     */
    Response send(Request request) throws IOException;

    /** {@return whether a server has asked for a certificate of ours} */
    default boolean wasAskedForCertificate() {
        return false;
    }
}
