package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Opens the registries of environments, and the services for checks and notifications, for one call. */
public final class EnvironmentRegistries implements RegistryOpener, AutoCloseable {
    /** For what is asked of a registry first: what the tags are. */
    private static final int CONNECTIONS = 2;

    /** For what is asked then, about an image of a dozen layers, at once; opened while the tags are asked for. */
    private static final int MORE_CONNECTIONS = 16;

    private final RegistryClients clients;
    private final PlainTransport plainTransport;
    private final Optional<String> serverId;
    private final Path stateDirectory;
    private final Set<ImageReference> bases;
    private final RetryBudget retryBudget;
    private final Map<Key, CompletableFuture<Registry>> early = new ConcurrentHashMap<>();

    private record Key(Environment environment, RegistryAddress address) {}

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
        CompletableFuture<Registry> begun = early.remove(new Key(environment, address));
        if (begun == null) {
            return openNow(address, environment);
        }
        Registry registry = opened(begun);
        inBackground(() -> registry.connect(MORE_CONNECTIONS));
        return registry;
    }

    private static Registry opened(CompletableFuture<Registry> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ImageException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private Registry openNow(RegistryAddress address, Environment environment) {
        plainTransport.check(environment, address);
        return clients.environment(environment, address, serverId, stateDirectory, retryBudget);
    }

    /**
     * Opens registries and connections to them in the background, so that the first requests need not wait for that.
     *
     * @param environments as the operator configured them: what a build record names is not contacted before it is checked
     */
    public void connect(Collection<Environment> environments) {
        for (Environment environment : environments) {
            for (RegistryAddress address : environment.registries()) {
                if (address instanceof RegistryAddress.Host) {
                    early.computeIfAbsent(new Key(environment, address), this::begin);
                }
            }
        }
    }

    private CompletableFuture<Registry> begin(Key key) {
        CompletableFuture<Registry> opened = new CompletableFuture<>();
        inBackground(() -> {
            try {
                Registry registry = openNow(key.address(), key.environment());
                opened.complete(registry);
                registry.connect(CONNECTIONS);
            } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
            }
        });
        return opened;
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "registry-head-start");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes registries that were opened in the background and not used. */
    @Override
    public void close() {
        for (Key key : early.keySet()) {
            CompletableFuture<Registry> unused = early.remove(key);
            if (unused != null) {
                unused.thenAccept(EnvironmentRegistries::closeUnused);
            }
        }
    }

    private static void closeUnused(Registry unused) {
        try {
            unused.close();
        } catch (IOException e) {
            // Nothing was sent to it that matters.
        }
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
