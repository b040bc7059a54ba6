/** Assembles configs, manifests and the index of the image from base and application. */
@NullMarked
package io.github.imagepromotion.build.assembly;

import org.jspecify.annotations.NullMarked;
