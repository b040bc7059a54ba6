package io.github.imagepromotion.registry.connect;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;

/** Opens the registries of environments, each with the environment's credentials and transport. */
@FunctionalInterface
public interface RegistryOpener {

    /**
     * Sends no request yet.
     *
     * @param address one of the environment's registries
     * @param environment the environment
     * @return the registry; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if the registry must not be used that way
     */
    Registry open(RegistryAddress address, Environment environment);
}
