/**
 * The goals. A mojo maps parameters to a request, calls the class that does the work, and logs the result. {@code
 * project} has the projects of the call, {@code config} the configuration, {@code console} output, and {@code access}
 * access to registries; each knows only those named after it. Only this package and those below it use Maven's plugin
 * API.
 */
@NullMarked
package io.github.imagepromotion.plugin;

import org.jspecify.annotations.NullMarked;
