/** Documents about an image, such as signatures, SBOMs and provenance, that travel with it as OCI artifacts. */
@NullMarked
package io.github.imagepromotion.document;

import org.jspecify.annotations.NullMarked;
