package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;

/** Opens the registry that holds the base image; asked only when something has to be pulled. */
@FunctionalInterface
public interface RegistryOpener {

    /**
     * @param address where the registry is
     * @return the registry; whoever asked closes it
     */
    Registry open(RegistryAddress.Host address);

    /**
     * Opens a mirror: one that may fail, since another place comes after it, and that gets no credential of the registry
     * that it mirrors.
     *
     * @param address where the mirror is
     * @return the registry; whoever asked closes it
     */
    default Registry openMirror(RegistryAddress.Host address) {
        return open(address);
    }
}
