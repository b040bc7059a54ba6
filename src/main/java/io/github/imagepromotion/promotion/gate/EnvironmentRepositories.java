package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Repository;

/** Where environments have their images. */
@FunctionalInterface
public interface EnvironmentRepositories {
    /**
     * @param environment whose registry it is
     * @param address one of its registries
     * @param name as the project names it
     * @return the repository there
     */
    Repository repository(Environment environment, RegistryAddress address, RepositoryName name);
}
