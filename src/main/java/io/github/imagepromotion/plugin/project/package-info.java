/** The projects of a Maven call: their images, what these are built from, and their artifacts. */
@NullMarked
package io.github.imagepromotion.plugin.project;

import org.jspecify.annotations.NullMarked;
