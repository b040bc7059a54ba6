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

/** Opens the registry of a base image, and the mirrors of it. */
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
     * @param retryBudget says what may be spent on trying again
     * @param serverId the server of settings.xml with the login, where one is named
     * @param insecure whether plain HTTP will do
     * @param role of the image
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

    /** Another place comes after a mirror, so little time is spent on it. */
    @Override
    public Registry open(RegistryAddress.Host address, boolean mirror) {
        if (mirror) {
            RetryBudget budget = new RetryBudget(MIRROR_RETRIES, MIRROR_TIME, Clock.systemUTC());
            return clients.base(address, Optional.empty(), insecure, budget, role);
        }
        return clients.base(address, serverId, insecure, retryBudget.get(), role);
    }
}
