package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;

/** Opens the registry of a base image or of an image that is imported, and its mirrors. */
@FunctionalInterface
public interface BaseOpener {

    /**
     * Sends no request yet.
     *
     * @param address the registry
     * @param mirror whether it is a mirror: it may fail, since another registry is asked after it, and it never gets the
     *     credential of the registry that it mirrors
     * @return the registry; the caller closes it
     */
    Registry open(RegistryAddress.Host address, boolean mirror);
}
