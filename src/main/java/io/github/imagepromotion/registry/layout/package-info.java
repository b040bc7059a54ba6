/**
 * A registry on disk: a directory that holds each repository as an OCI image layout (image-spec 1.1, image-layout.md).
 * Only {@link LayoutRegistry} is seen from outside.
 */
@NullMarked
package io.github.imagepromotion.registry.layout;

import org.jspecify.annotations.NullMarked;
