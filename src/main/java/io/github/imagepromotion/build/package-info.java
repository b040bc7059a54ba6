/**
 * The image from the project: the application's layers, built by jib-core on nothing, on a base that is taken verbatim.
 * {@link io.github.imagepromotion.build.ImageBuilder#build} is the way of a build. No Maven type is used here.
 */
@NullMarked
package io.github.imagepromotion.build;

import org.jspecify.annotations.NullMarked;
