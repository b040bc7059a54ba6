package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;

/** Opens the registry of a base or imported image, and its mirrors. */
@FunctionalInterface
public interface BaseOpener {

    /**
     * Does not connect yet.
     *
     * @param address the registry
     * @param mirror whether it is a mirror: it may fail, since other registries are asked next, and never gets the
     *     credentials of the mirrored registry
     * @return the registry; the caller closes it
     */
    Registry open(RegistryAddress.Host address, boolean mirror);
}
