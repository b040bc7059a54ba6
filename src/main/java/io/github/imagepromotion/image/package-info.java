/**
 * Basic values: digests, descriptors, references, platforms, BuildIds. Instances are always valid. Uses only the JDK
 * and no other package of the plugin.
 */
@NullMarked
package io.github.imagepromotion.image;

import org.jspecify.annotations.NullMarked;
