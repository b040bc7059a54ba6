package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.RegistryAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port: what a credential is for (RFC 6454, section 4). Two addresses with another origin are two
 * servers, even on one host.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower-case, an IPv6 address in brackets
 * @param port the scheme's own where the address has none
 */
public record Origin(String scheme, String host, int port) {

    /**
     * @param uri absolute, with host
     * @return its origin
     */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() < 0 ? standard : uri.getPort());
    }

    /** {@return whether it is spoken to without TLS} */
    public boolean isPlain() {
        return scheme.equals("http");
    }

    /** {@return whether what is sent there stays on this machine} */
    public boolean isLoopback() {
        return new RegistryAddress.Host(Optional.empty(), host, Optional.empty(), Optional.empty()).isLoopback();
    }
}
