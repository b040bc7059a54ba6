/**
 * Local sources of blobs: OCI image layouts in a directory or a tar, and the cache shared by all builds of a user.
 * Blobs are verified against their descriptors while they are read.
 */
@NullMarked
package io.github.imagepromotion.build.blobs;

import org.jspecify.annotations.NullMarked;
