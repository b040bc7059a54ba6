/** Finds archive and build record by Maven coordinates, in a drop, or by file. */
@NullMarked
package io.github.imagepromotion.artifact;

import org.jspecify.annotations.NullMarked;
