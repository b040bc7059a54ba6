package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;

/**
 * A layer of the application.
 *
 * @param name as jib names it, such as {@code dependencies}
 * @param blob the layer as it is stored
 * @param diffId digest of the uncompressed layer
 */
public record ApplicationLayer(String name, Descriptor blob, Digest diffId) {}
