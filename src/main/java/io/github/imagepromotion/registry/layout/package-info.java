/**
 * A registry on disk: a directory with an OCI image layout for each repository (image-spec 1.1, image-layout.md). Other
 * packages only use {@link LayoutRegistry}.
 */
@NullMarked
package io.github.imagepromotion.registry.layout;

import org.jspecify.annotations.NullMarked;
