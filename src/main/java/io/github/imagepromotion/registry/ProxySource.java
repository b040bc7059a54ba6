package io.github.imagepromotion.registry;

import java.util.Optional;

/** Knows by which proxy a server is reached. */
@FunctionalInterface
public interface ProxySource {
    /** Every server is reached directly. */
    ProxySource NONE = (scheme, host, port) -> Optional.empty();

    /**
     * @param scheme of the server, {@code https} or {@code http}
     * @param host of the server, lower-case; an IPv6 address in brackets
     * @param port of the server
     * @return the proxy, empty to reach the server directly
     * @throws io.github.imagepromotion.image.ImageException if one is configured that cannot be used
     */
    Optional<Proxy> find(String scheme, String host, int port);
}
