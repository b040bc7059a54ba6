/**
 * Where images live: one interface, and behind it a registry that speaks the distribution-spec and a directory of OCI
 * image layouts; credentials, proxies and transport.
 */
@NullMarked
package io.github.imagepromotion.registry;

import org.jspecify.annotations.NullMarked;
