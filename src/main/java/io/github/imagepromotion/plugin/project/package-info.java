/**
 * The projects of a Maven call: what is built, from what, what it is called, and which artifacts have its image.
 */
@NullMarked
package io.github.imagepromotion.plugin.project;

import org.jspecify.annotations.NullMarked;
