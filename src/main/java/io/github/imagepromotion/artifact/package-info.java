/** From Maven coordinates, a drop or a file to the archive and its build record, and where they came from. */
@NullMarked
package io.github.imagepromotion.artifact;

import org.jspecify.annotations.NullMarked;
