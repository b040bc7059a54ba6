package io.github.imagepromotion.plugin;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Opens the registry of a base image, and the mirrors of it. */
final class BaseRegistries implements RegistryOpener {
    private static final int MIRROR_RETRIES = 2;
    private static final Duration MIRROR_TIME = Duration.ofSeconds(20);

    private final AbstractRegistryMojo mojo;
    private final Optional<String> serverId;
    private final boolean insecure;
    private final RegistryRole role;

    BaseRegistries(AbstractRegistryMojo mojo, Optional<String> serverId, boolean insecure, RegistryRole role) {
        this.mojo = mojo;
        this.serverId = serverId;
        this.insecure = insecure;
        this.role = role;
    }

    /** Another place comes after a mirror, so little time is spent on it. */
    @Override
    public Registry open(RegistryAddress address, Use use) {
        RegistryAddress.Host host = (RegistryAddress.Host) address;
        if (use instanceof OfMirror) {
            RetryBudget budget = new RetryBudget(MIRROR_RETRIES, MIRROR_TIME, Clock.systemUTC());
            return mojo.connectBase(host, Optional.empty(), insecure, budget, role);
        }
        return mojo.connectBase(host, serverId, insecure, mojo.retryBudget(), role);
    }
}
