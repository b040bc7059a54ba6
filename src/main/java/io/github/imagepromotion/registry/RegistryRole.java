package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.Reason;

/** What a registry is used for; this decides which parameters configure it. */
public enum RegistryRole implements Reason {
    /** Images are promoted to it. */
    ENVIRONMENT,
    /** It holds the base image of a build. */
    BASE,
    /** It holds an image that is imported. */
    SOURCE,
    /** It holds a member of a release. */
    MEMBER
}
