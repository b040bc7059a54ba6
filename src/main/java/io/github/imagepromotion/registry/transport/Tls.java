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
 * What a failed TLS handshake means. Where the JDK has no type for it (no TLS at all, another host's certificate, an alert of
 * the server), only the text of its exceptions tells; each such text is looked for here and nowhere else.
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

    /** {@return whether the other side answered something that is no TLS at all} */
    public static boolean isNotSpoken(IOException failure) {
        return causes(failure)
                .filter(SSLException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> message.contains("nrecognized SSL message") || message.contains("plaintext"));
    }

    /** {@return whether TLS itself is what failed} */
    public static boolean isSpoken(IOException failure) {
        return failure instanceof SSLException || failure instanceof CertificateWantedException;
    }

    /** {@return whether the connection ended within the handshake, without a word of TLS about why} */
    public static boolean brokeOff(IOException failure) {
        return causes(failure).anyMatch(SSLException.class::isInstance)
                && causes(failure).anyMatch(cause -> cause instanceof EOFException || cause instanceof SocketException);
    }

    /** {@return what is wrong with the server's certificate, where that was the reason} */
    public static Optional<Throwable> certificateProblem(IOException failure) {
        return causes(failure)
                .filter(cause -> cause instanceof CertificateException
                        || cause instanceof SSLPeerUnverifiedException
                        || (cause instanceof GeneralSecurityException && !(cause instanceof KeyManagementException)))
                .reduce((first, deeper) -> deeper);
    }

    /** {@return whether the certificate is another host's} */
    public static boolean isOtherHost(IOException failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof SSLPeerUnverifiedException
                        || (cause instanceof CertificateException
                                && String.valueOf(cause.getMessage()).contains("lternative")));
    }

    /** {@return whether the server's certificate is over, or not yet valid} */
    public static boolean isOutOfTime(IOException failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException);
    }

    /**
     * {@return whether the server ended the handshake over our certificate: it wants one and got none, or one that it
     * does not take (RFC 8446, section 6.2; with TLS 1.2 some say {@code handshake_failure})}
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
