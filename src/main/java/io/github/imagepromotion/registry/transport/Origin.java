package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.RegistryAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port, which credentials are bound to (RFC 6454, section 4). Different origins are different servers,
 * even on the same host.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower-case host, an IPv6 address in brackets
 * @param port port; the scheme's default if the URI has none
 */
public record Origin(String scheme, String host, int port) {

    /**
     * @param uri absolute URI with a host
     * @return its origin
     */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() < 0 ? standard : uri.getPort());
    }

    /** {@return whether connections do not use TLS} */
    public boolean isPlain() {
        return scheme.equals("http");
    }

    /** {@return whether it is on this machine} */
    public boolean isLoopback() {
        return new RegistryAddress.Host(Optional.empty(), host, Optional.empty(), Optional.empty()).isLoopback();
    }
}
