/**
 * Any image becomes the artifact: taken from where another tool left it, checked, and brought into the form of the image
 * archive once, so that its digest is fixed from there on.
 */
@NullMarked
package io.github.imagepromotion.importing;

import org.jspecify.annotations.NullMarked;
