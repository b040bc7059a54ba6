/** Where credentials for registries come from outside of Maven: docker's and podman's configuration, and helpers. */
@NullMarked
package io.github.imagepromotion.registry.credentials;

import org.jspecify.annotations.NullMarked;
