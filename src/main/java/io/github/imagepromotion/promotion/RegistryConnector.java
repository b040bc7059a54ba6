package io.github.imagepromotion.promotion;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;

/** Opens registries with what the environment says of credentials and transport. */
@FunctionalInterface
public interface RegistryConnector {

    /**
     * @param environment whose registry it is
     * @param address one of the environment's registries
     * @return the registry; the caller closes it
     */
    Registry connect(Environment environment, RegistryAddress address);

    /**
     * Opens the registry of a base image, whose layers a thin archive lacks.
     *
     * @param image as the archive names it: nobody may vouch for that
     * @return the registry; the caller closes it
     * @throws ImageException if nothing is to be taken from there
     */
    default Registry connectBase(ImageReference image) {
        throw new ImageException("There is no way to the registry '" + image.registry() + "' of the base image.");
    }
}
