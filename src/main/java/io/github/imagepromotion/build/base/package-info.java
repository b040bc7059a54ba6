/**
 * The base image, used verbatim by digest: from a registry (through a cache, so that it is available offline), an OCI
 * layout or an OCI archive.
 */
@NullMarked
package io.github.imagepromotion.build.base;

import org.jspecify.annotations.NullMarked;
