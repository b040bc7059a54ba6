package io.github.imagepromotion.testing;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.promotion.RegistryConnector;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;

/** Opens the registries of environments and of base images alike, without a login. */
public final class AnonymousConnector implements RegistryConnector {
    @Override
    public Registry connect(Environment environment, RegistryAddress address) {
        return Registries.open(address, Accesses.anonymous());
    }

    @Override
    public Registry connectBase(ImageReference image) {
        return Registries.open(image.registry(), Accesses.anonymous());
    }
}
