/** Puts base and application together: configs, manifests and the index of the image. */
@NullMarked
package io.github.imagepromotion.build.assembly;

import org.jspecify.annotations.NullMarked;
