package io.github.imagepromotion.registry;

import java.util.Optional;

/** Finds the proxy for a server. */
@FunctionalInterface
public interface ProxySource {
    /** No proxies. */
    ProxySource NONE = (scheme, host, port) -> Optional.empty();

    /**
     * @param scheme of the server, {@code https} or {@code http}
     * @param host of the server, lower-case; an IPv6 address in brackets
     * @param port of the server
     * @return the proxy, empty to reach the server directly
     * @throws io.github.imagepromotion.image.ImageException if the configured proxy cannot be used
     */
    Optional<HttpProxy> find(String scheme, String host, int port);

    /**
     * An HTTP proxy.
     *
     * @param host name or address
     * @param port of it
     * @param credential for the proxy itself, if it asks for one
     * @param origin where the proxy is configured, for messages: {@code proxy 'office' of settings.xml}
     */
    record HttpProxy(String host, int port, Optional<Credential> credential, String origin) {}
}
