/**
 * The goals and their parameters; the only package that knows Maven's plugin API. A mojo checks {@code skip}, maps
 * parameters to a request, calls, and logs.
 */
@NullMarked
package io.github.imagepromotion.plugin;

import org.jspecify.annotations.NullMarked;
