package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * Where the images of an environment are, and how its registries are reached. Holds no secret.
 *
 * @param registries that hold its images, at least one; all of them get the same
 * @param serverId of the {@code <server>} in settings.xml whose credential its registries take
 * @param insecure whether plain HTTP is allowed
 * @param mountFrom repositories, in each of its registries, that may hold layers of its images already
 * @param connection credentials and TLS that its registries ask for
 */
public record Location(
        List<RegistryAddress> registries,
        Optional<String> serverId,
        boolean insecure,
        List<RepositoryName> mountFrom,
        Connection connection) {
    /** Keeps the lists. */
    public Location {
        registries = List.copyOf(registries);
        mountFrom = List.copyOf(mountFrom);
    }

    /** Registries that are reached as the system and their own names say. */
    public Location(List<RegistryAddress> registries) {
        this(registries, Optional.empty(), false, List.of(), Connection.STANDARD);
    }
}
