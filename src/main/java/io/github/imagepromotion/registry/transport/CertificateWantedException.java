package io.github.imagepromotion.registry.transport;

import java.io.IOException;

/** A server requested a client certificate, and closed the connection without responding. */
public final class CertificateWantedException extends IOException {
    private static final long serialVersionUID = 1L;

    CertificateWantedException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
