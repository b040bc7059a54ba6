/**
 * The build artifact: the image archive, a tar that is both an OCI image layout (image-spec 1.1, image-layout.md) and a
 * docker archive, and the build record, a JSON document beside it.
 */
@NullMarked
package io.github.imagepromotion.archive;

import org.jspecify.annotations.NullMarked;
