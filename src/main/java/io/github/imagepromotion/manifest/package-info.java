/** Manifests, indexes and configs with their stored bytes, and the image that they form. */
@NullMarked
package io.github.imagepromotion.manifest;

import org.jspecify.annotations.NullMarked;
