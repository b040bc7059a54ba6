package io.github.imagepromotion.tampering;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;

/** A registry of a test, with what only who owns its disk can do. */
interface Vault extends AutoCloseable {

    /** {@return the address for an environment; environments share the registry, not the repositories} */
    RegistryAddress address(String environment);

    /** Takes a manifest from the list of its subject's documents, and leaves the rest. */
    void unlist(RepositoryName repository, Digest subject, Digest document) throws IOException;

    /** Takes a manifest or blob away. */
    void delete(RepositoryName repository, Digest content) throws IOException;

    /** Changes a manifest or blob behind its digest. */
    void damage(RepositoryName repository, Digest content) throws IOException;

    /** Keeps all that is there now. */
    void keep() throws IOException;

    /** Brings back what was kept. */
    void restore() throws IOException;

    @Override
    void close();
}
