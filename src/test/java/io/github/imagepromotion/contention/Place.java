package io.github.imagepromotion.contention;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.Serializable;
import java.util.List;

/**
 * Where a round happens, as each actor knows it.
 *
 * @param scenario of the round
 * @param registries of the environment, behind their proxies
 * @param directory of files, one for each process in it
 */
record Place(Scenario scenario, List<String> registries, String directory) implements Serializable {
    static final String ENVIRONMENT = "dev";

    Environments environments() {
        return new Environments(List.of(environment()));
    }

    Environment environment() {
        return TestEnvironments.of(
                ENVIRONMENT,
                registries.stream().map(RegistryAddress::of).toList(),
                scenario.moving().stream().map(Tag::of).toList(),
                List.of());
    }

    static RepositoryName repository(int image) {
        return RepositoryName.of("acme/" + Scenario.name(image));
    }
}
