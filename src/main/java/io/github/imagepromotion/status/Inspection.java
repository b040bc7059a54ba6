package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.Attached.Judged;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.List;

/** Looks closer at images while their registries are open. Called by several threads. */
public interface Inspection {

    /**
     * An image that was found in a registry of an environment.
     *
     * @param environment whose registry it is
     * @param address of the registry, as configured
     * @param registry the same as {@link Holding#registry} has it
     * @param name of the image, without the prefix that a registry may have
     * @param repository that holds the image; it only reads, and remembers small content by digest
     * @param image digest of its top manifest
     * @param judged all documents about it
     * @param trusted keys whose signatures count there
     */
    record Sighting(
            Environment environment,
            RegistryAddress address,
            String registry,
            RepositoryName name,
            Repository repository,
            Digest image,
            Judged judged,
            List<VerificationKey> trusted) {

        /** Keeps the list. */
        public Sighting {
            trusted = List.copyOf(trusted);
        }
    }

    /**
     * @param sighting of an image, once for each place that holds it
     * @throws IOException if it cannot be read; that becomes a flag of the environment, and nothing else fails
     */
    void look(Sighting sighting) throws IOException;
}
