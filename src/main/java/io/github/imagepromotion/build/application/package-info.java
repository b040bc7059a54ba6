/** The application's layers, built by jib-core on nothing, and how the application is started. */
@NullMarked
package io.github.imagepromotion.build.application;

import org.jspecify.annotations.NullMarked;
