package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;

/** A place that holds repositories. Safe for use by several threads. */
public interface Registry extends AutoCloseable {

    /** {@return where it is} */
    RegistryAddress address();

    /**
     * Nothing is asked of the registry yet.
     *
     * @param name the repository's full name in this registry, a prefix of the address included
     * @return the repository
     */
    Repository repository(RepositoryName name);

    /**
     * The same for one who is going to write there, and asks for the right to do so from the beginning: registries may
     * refuse to let anyone read what does not exist yet, but not who may create it.
     *
     * @param name as for {@link #repository}
     * @return the repository
     */
    default Repository writable(RepositoryName name) {
        return repository(name);
    }

    /** Closes connections. */
    @Override
    void close() throws IOException;
}
