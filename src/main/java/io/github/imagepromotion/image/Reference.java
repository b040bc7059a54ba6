package io.github.imagepromotion.image;

/** What a manifest is asked for by within its repository: a {@link Tag} or a {@link Digest} (distribution-spec, "Pulling manifests"). */
public sealed interface Reference permits Tag, Digest {}
