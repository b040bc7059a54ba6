/**
 * The values everything else speaks in: digests, descriptors, references, platforms, build ids. Each is valid once it
 * exists. This package uses the JDK only and imports no other package of the plugin.
 */
@NullMarked
package io.github.imagepromotion.image;

import org.jspecify.annotations.NullMarked;
