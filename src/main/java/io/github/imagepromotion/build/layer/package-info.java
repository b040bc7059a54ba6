/** Compresses layers reproducibly, and decompresses them within limits. */
@NullMarked
package io.github.imagepromotion.build.layer;

import org.jspecify.annotations.NullMarked;
