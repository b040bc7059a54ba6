package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;

/** A place that holds repositories. Safe for use by several threads. */
public interface Registry extends AutoCloseable {

    /** @return where it is */
    RegistryAddress address();

    /**
     * Nothing is asked of the registry yet.
     *
     * @param name the repository's full name in this registry, a prefix of the address included
     * @return the repository
     */
    Repository repository(RepositoryName name);

    /** Closes connections. */
    @Override
    void close() throws IOException;
}
