package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A registry of an environment.
 *
 * @param environment the environment
 * @param address the registry's address, as configured
 * @param registry the open registry; empty if it could not be opened
 * @param refusal why it could not be opened
 */
record EnvironmentRegistry(
        Environment environment,
        RegistryAddress address,
        Optional<Registry> registry,
        Optional<ImageException> refusal) {

    static EnvironmentRegistry open(RegistryOpener opener, Environment environment, RegistryAddress address) {
        try {
            return new EnvironmentRegistry(
                    environment, address, Optional.of(opener.open(address, environment)), Optional.empty());
        } catch (ImageException e) {
            return new EnvironmentRegistry(environment, address, Optional.empty(), Optional.of(e));
        }
    }

    /** {@return the address for display} */
    String name() {
        return Text.printable(address.toString());
    }

    /** @throws ImageException if the registry could not be opened */
    Repository repository(RepositoryName name) {
        return registry.map(open -> open.repository(address.locate(name))).orElseThrow(() -> refusal.orElseThrow());
    }

    static void close(List<EnvironmentRegistry> places) throws IOException {
        for (EnvironmentRegistry place : places) {
            if (place.registry().isPresent()) {
                place.registry().get().close();
            }
        }
    }
}
