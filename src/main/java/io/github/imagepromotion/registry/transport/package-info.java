/**
 * One HTTP exchange with a server that nothing is to be believed of, and when it is worth another try: time-outs in both
 * directions, bounds, TLS, proxies. {@link io.github.imagepromotion.registry.transport.Transport} sends one request as it
 * is; what to log in with and which redirects to follow is known above.
 */
@NullMarked
package io.github.imagepromotion.registry.transport;

import org.jspecify.annotations.NullMarked;
