/**
 * A single HTTP exchange with an untrusted server, and retries: time-outs in both directions, limits, TLS, proxies.
 * {@link io.github.imagepromotion.registry.transport.Transport} sends one request as it is; authentication and
 * redirects are left to its callers.
 */
@NullMarked
package io.github.imagepromotion.registry.transport;

import org.jspecify.annotations.NullMarked;
