package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.build.base.BaseOpener;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens registries of base images, and their mirrors. */
public final class BaseRegistries implements BaseOpener {
    private static final int MIRROR_RETRIES = 2;
    private static final Duration MIRROR_TIME = Duration.ofSeconds(20);

    private final RegistryClients clients;
    private final Supplier<RetryBudget> retryBudget;
    private final Optional<String> serverId;
    private final boolean insecure;
    private final RegistryRole role;

    /**
     * @param clients opens registries
     * @param retryBudget retries that may be used
     * @param serverId configured id of a server of settings.xml
     * @param insecure whether plain HTTP is allowed
     * @param role the role of the image in messages
     */
    public BaseRegistries(
            RegistryClients clients,
            Supplier<RetryBudget> retryBudget,
            Optional<String> serverId,
            boolean insecure,
            RegistryRole role) {
        this.clients = clients;
        this.retryBudget = retryBudget;
        this.serverId = serverId;
        this.insecure = insecure;
        this.role = role;
    }

    /** Mirrors get few retries, since the registry itself is asked next. */
    @Override
    public Registry open(RegistryAddress.Host address, boolean mirror) {
        if (mirror) {
            RetryBudget budget = new RetryBudget(MIRROR_RETRIES, MIRROR_TIME, Clock.systemUTC());
            return clients.base(address, Optional.empty(), insecure, budget, role);
        }
        return clients.base(address, serverId, insecure, retryBudget.get(), role);
    }
}
