package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.registry.connect.RegistryOpener;

/** Opens the registries of environments and of base images alike, without a login. */
public final class AnonymousOpener implements RegistryOpener {
    @Override
    public Registry open(RegistryAddress address, Use use) {
        return Registries.open(address, Accesses.anonymous());
    }
}
