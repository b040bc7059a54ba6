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

/** Inspects images while their registries are open. Called concurrently. */
public interface Inspection {

    /**
     * An image found in a registry of an environment.
     *
     * @param environment the environment
     * @param address the registry's address, as configured
     * @param registry as in {@link Holding#registry}
     * @param name the image's name, without a prefix configured for the registry
     * @param repository repository of the image, read-only, which caches small content by digest
     * @param image digest of the top manifest
     * @param judged all documents attached to it
     * @param trusted keys trusted for this environment
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

        /** Copies the list. */
        public Sighting {
            trusted = List.copyOf(trusted);
        }
    }

    /**
     * @param sighting an image; called once for each registry that holds it
     * @throws IOException if it cannot be read; reported as a flag of the environment, and reading goes on
     */
    void look(Sighting sighting) throws IOException;
}
