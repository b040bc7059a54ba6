/**
 * A registry that speaks the distribution-spec 1.1 over HTTP. Only {@link HttpRegistry} is seen from outside. Inside,
 * from the wire up: the transport sends one request; {@link Authorization} knows what to log in with;
 * {@link RegistryClient} puts both together, follows redirects and tries again; {@link HttpRepository} speaks of blobs
 * and manifests.
 */
@NullMarked
package io.github.imagepromotion.registry.http;

import org.jspecify.annotations.NullMarked;
