/**
 * The image archive, the build artifact: one tar that is an OCI image layout (image-spec 1.1, image-layout.md) and a
 * docker archive at the same time; and the build record, which lies beside it.
 */
@NullMarked
package io.github.imagepromotion.archive;

import org.jspecify.annotations.NullMarked;
