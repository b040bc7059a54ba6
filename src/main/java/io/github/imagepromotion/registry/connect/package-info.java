/** Opens registries by their addresses; only this package depends on all implementations. */
@NullMarked
package io.github.imagepromotion.registry.connect;

import org.jspecify.annotations.NullMarked;
