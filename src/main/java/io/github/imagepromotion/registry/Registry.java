package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;

/** A place that holds repositories. Safe for use by several threads. */
public interface Registry extends AutoCloseable {

    /** {@return its address} */
    RegistryAddress address();

    /**
     * Opens a repository, without sending a request.
     *
     * @param name the repository's full name in this registry, a prefix of the address included
     * @return the repository
     */
    Repository repository(RepositoryName name);

    /**
     * Opens a repository that is going to be written to. Permission to write is asked for from the beginning, since
     * registries may deny reading a repository that does not exist yet, except to those who may create it.
     *
     * @param name as for {@link #repository}
     * @return the repository
     */
    default Repository writable(RepositoryName name) {
        return repository(name);
    }

    /**
     * Opens connections, and learns how the registry wants a login, so that the first requests need not wait for it. No login
     * is sent. What fails is not reported: the first request will meet it.
     *
     * @param connections how many there are then, idle ones included; the first call also learns
     */
    default void connect(int connections) {}

    /** Closes connections. */
    @Override
    void close() throws IOException;
}
