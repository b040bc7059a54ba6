package io.github.imagepromotion.registry.transport;

import java.io.IOException;

/** A server asked for a certificate of ours and closed the connection before it ever answered. */
public final class CertificateWantedException extends IOException {
    private static final long serialVersionUID = 1L;

    CertificateWantedException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
