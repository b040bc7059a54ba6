/**
 * Builds the image of a project: the application's layers, built by jib-core, on a base that is used verbatim. {@link
 * io.github.imagepromotion.build.ImageBuilder#build} is the entry point. Does not use Maven's API.
 */
@NullMarked
package io.github.imagepromotion.build;

import org.jspecify.annotations.NullMarked;
