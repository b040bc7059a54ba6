/** How a release is checked before anyone gets it. */
@NullMarked
package io.github.imagepromotion.release;

import org.jspecify.annotations.NullMarked;
