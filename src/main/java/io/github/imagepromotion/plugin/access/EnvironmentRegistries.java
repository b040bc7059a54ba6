package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Opens the registries of environments, and the services for checks and notifications, for one call. */
public final class EnvironmentRegistries implements RegistryOpener {
    private final RegistryClients clients;
    private final PlainTransport plainTransport;
    private final Optional<String> serverId;
    private final Path stateDirectory;
    private final Set<ImageReference> bases;
    private final RetryBudget retryBudget;

    /**
     * @param clients opens registries
     * @param plainTransport checks connections without TLS
     * @param serverId server of settings.xml for environments without {@code <serverId>}
     * @param stateDirectory directory with the state of unfinished uploads
     * @param bases trusted base images of thin archives; more may be added later
     * @param retryBudget retries that this call may use
     */
    public EnvironmentRegistries(
            RegistryClients clients,
            PlainTransport plainTransport,
            Optional<String> serverId,
            Path stateDirectory,
            Set<ImageReference> bases,
            RetryBudget retryBudget) {
        this.clients = clients;
        this.plainTransport = plainTransport;
        this.serverId = serverId;
        this.stateDirectory = stateDirectory;
        this.bases = bases;
        this.retryBudget = retryBudget;
    }

    @Override
    public Registry open(RegistryAddress address, Environment environment) {
        plainTransport.check(environment, address);
        return clients.environment(environment, address, serverId, stateDirectory, retryBudget);
    }

    /**
     * Opens the registry of a base image whose layers a thin archive lacks.
     *
     * @param image the base image as the archive names it, which nobody may have vouched for
     * @throws ImageException if nobody has
     */
    public Registry base(ImageReference image) {
        return clients.thinBase(
                image, bases, retryBudget, " ; or the key that signs your builds: -Dimage.trustedKeys=FILE.");
    }

    /** @throws ImageException if a service of the environment may not be called without TLS */
    public void checkServices(Environment environment) {
        plainTransport.checkServices(environment);
    }

    /**
     * {@return access to services other than registries}
     *
     * @param purpose text that follows "for" in messages
     */
    public Services services(String purpose) {
        return clients.services(purpose, retryBudget);
    }

    /** {@return the retries that this call may use} */
    public RetryBudget retryBudget() {
        return retryBudget;
    }
}
