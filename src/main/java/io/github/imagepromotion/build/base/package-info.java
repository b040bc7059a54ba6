/**
 * The base image, taken verbatim and by digest from where it is: a registry (kept in the cache, so that it is there
 * offline too), an OCI layout or an OCI archive.
 */
@NullMarked
package io.github.imagepromotion.build.base;

import org.jspecify.annotations.NullMarked;
