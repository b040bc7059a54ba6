/** Imports images that other tools built: reads, checks and writes them as an image archive, which fixes the digest. */
@NullMarked
package io.github.imagepromotion.importing;

import org.jspecify.annotations.NullMarked;
