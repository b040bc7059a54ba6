/** Manifests, indexes and configs as the stored bytes and what they say, and the image that they form. */
@NullMarked
package io.github.imagepromotion.manifest;

import org.jspecify.annotations.NullMarked;
