package io.github.imagepromotion.registry.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Classifies failed TLS handshakes. Where the JDK has no exception type for a cause (no TLS, wrong host, an alert of
 * the server), only the text of the exception tells; no other class examines these texts.
 */
public final class Tls {
    private static final List<String> ABOUT_CLIENT = List.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "handshake_failure");

    private Tls() {}

    /** {@return whether the server did not respond with TLS} */
    public static boolean isNotSpoken(IOException failure) {
        return causes(failure)
                .filter(SSLException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> message.contains("nrecognized SSL message") || message.contains("plaintext"));
    }

    /** {@return whether it is an error of TLS itself} */
    public static boolean isSpoken(IOException failure) {
        return failure instanceof SSLException || failure instanceof CertificateWantedException;
    }

    /** {@return whether the connection was closed during the handshake without an alert} */
    public static boolean brokeOff(IOException failure) {
        return causes(failure).anyMatch(SSLException.class::isInstance)
                && causes(failure).anyMatch(cause -> cause instanceof EOFException || cause instanceof SocketException);
    }

    /** {@return the problem of the server's certificate, if that was the cause} */
    public static Optional<Throwable> certificateProblem(IOException failure) {
        return causes(failure)
                .filter(cause -> cause instanceof CertificateException
                        || cause instanceof SSLPeerUnverifiedException
                        || (cause instanceof GeneralSecurityException && !(cause instanceof KeyManagementException)))
                .reduce((first, deeper) -> deeper);
    }

    /** {@return whether the certificate is for another host} */
    public static boolean isOtherHost(IOException failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof SSLPeerUnverifiedException
                        || (cause instanceof CertificateException
                                && String.valueOf(cause.getMessage()).contains("lternative")));
    }

    /** {@return whether the server's certificate has expired, or is not valid yet} */
    public static boolean isOutOfTime(IOException failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException);
    }

    /**
     * {@return whether the server rejected our client certificate, or the lack of one (RFC 8446, section 6.2; with TLS
     * 1.2 some servers send {@code handshake_failure})}
     */
    public static boolean wantsOtherClient(IOException failure) {
        return causes(failure)
                .filter(SSLException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> message.contains("fatal alert"))
                .anyMatch(message -> ABOUT_CLIENT.stream().anyMatch(message::contains));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
