/** Builds the application's layers with jib-core, and determines how the application is started. */
@NullMarked
package io.github.imagepromotion.build.application;

import org.jspecify.annotations.NullMarked;
