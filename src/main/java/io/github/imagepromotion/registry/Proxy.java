package io.github.imagepromotion.registry;

import java.util.Optional;

/**
 * An HTTP proxy between us and a server.
 *
 * @param host name or address
 * @param port of it
 * @param credential for the proxy itself, where it asks for one
 * @param origin where the proxy is configured, for messages: {@code proxy 'office' of settings.xml}
 */
public record Proxy(String host, int port, Optional<Credential> credential, String origin) {}
