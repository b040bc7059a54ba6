package io.github.imagepromotion.image;

/**
 * A reference of a manifest in its repository: a {@link Tag} or a {@link Digest} (distribution-spec, "Pulling
 * manifests").
 */
public sealed interface Reference permits Tag, Digest {}
