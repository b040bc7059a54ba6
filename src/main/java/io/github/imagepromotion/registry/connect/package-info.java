/** Opens a registry by its address, whatever kind it is: the one place that knows every kind. */
@NullMarked
package io.github.imagepromotion.registry.connect;

import org.jspecify.annotations.NullMarked;
