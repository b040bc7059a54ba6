/**
 * The places on disk that a build takes content from: OCI image layouts, in a directory or in a tar, and the cache of
 * blobs that all builds of a user share. What they hand out is checked against its descriptor on the way.
 */
@NullMarked
package io.github.imagepromotion.build.blobs;

import org.jspecify.annotations.NullMarked;
