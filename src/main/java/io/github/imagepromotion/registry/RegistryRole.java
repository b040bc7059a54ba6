package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.Reason;

/** What an image is in a registry for; it decides by what the registry is configured. */
public enum RegistryRole implements Reason {
    /** Images are promoted to it. */
    ENVIRONMENT,
    /** It holds the base image of a build. */
    BASE,
    /** It holds an image that is imported. */
    SOURCE
}
