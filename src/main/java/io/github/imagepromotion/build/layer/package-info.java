/** Layers as they are stored and as they expand: compressed once, expanded within bounds. */
@NullMarked
package io.github.imagepromotion.build.layer;

import org.jspecify.annotations.NullMarked;
