/**
 * Registry credentials from outside of Maven: configuration of docker and podman, credential helpers, environment
 * variables.
 */
@NullMarked
package io.github.imagepromotion.registry.credentials;

import org.jspecify.annotations.NullMarked;
