/**
 * Documents about an image, such as signatures, SBOMs and provenance: OCI artifacts that are stored and promoted with
 * it.
 */
@NullMarked
package io.github.imagepromotion.document;

import org.jspecify.annotations.NullMarked;
