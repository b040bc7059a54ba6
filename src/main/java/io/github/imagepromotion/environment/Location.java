package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * The registries of an environment, and the settings for connecting to them. Holds no secret.
 *
 * @param registries of its images, at least one; images are promoted to all of them
 * @param serverId of the {@code <server>} in settings.xml with the credential for its registries
 * @param insecure whether plain HTTP is allowed
 * @param mountFrom repositories, in each of its registries, that may hold layers of its images already
 * @param releaseRepository repository of releases, in each of its registries; empty for that named like the release
 * @param connection credentials and TLS settings for its registries
 */
public record Location(
        List<RegistryAddress> registries,
        Optional<String> serverId,
        boolean insecure,
        List<RepositoryName> mountFrom,
        Optional<RepositoryName> releaseRepository,
        Connection connection) {
    /** Copies the lists. */
    public Location {
        registries = List.copyOf(registries);
        mountFrom = List.copyOf(mountFrom);
    }

    /** Registries with default settings. */
    public Location(List<RegistryAddress> registries) {
        this(registries, Optional.empty(), false, List.of(), Connection.STANDARD);
    }

    /** Registries in which releases are in repositories named like them. */
    public Location(
            List<RegistryAddress> registries,
            Optional<String> serverId,
            boolean insecure,
            List<RepositoryName> mountFrom,
            Connection connection) {
        this(registries, serverId, insecure, mountFrom, Optional.empty(), connection);
    }

    /**
     * {@return only the registries, and the repository of releases in them}
     */
    public Location withoutSettings() {
        return new Location(registries, Optional.empty(), false, List.of(), releaseRepository, Connection.STANDARD);
    }
}
