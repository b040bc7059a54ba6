package io.github.imagepromotion.registry.connect;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;

/** Opens registries, each with the credentials and the transport that it is to be used with. */
@FunctionalInterface
public interface RegistryOpener {

    /**
     * Nothing is asked of the registry yet.
     *
     * @param address where the registry is
     * @param use what it is opened for
     * @return the registry; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if it is not to be used so
     */
    Registry open(RegistryAddress address, Use use);

    /** What a registry is opened for. */
    sealed interface Use {}

    /**
     * It holds the images of an environment.
     *
     * @param environment whose registry it is
     */
    record OfEnvironment(Environment environment) implements Use {}

    /** It holds the base image of a build, or the image that is imported. */
    record OfBase() implements Use {}

    /**
     * It is a mirror of such a one: it may fail, since another place comes after it, and gets no credential of the registry
     * that it mirrors.
     */
    record OfMirror() implements Use {}

    /**
     * It holds a base image whose layers a thin archive lacks.
     *
     * @param image as the archive names it: nobody may vouch for that
     */
    record OfArchive(ImageReference image) implements Use {}
}
