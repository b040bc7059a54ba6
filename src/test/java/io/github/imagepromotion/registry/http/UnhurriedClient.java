package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import io.github.imagepromotion.testing.Accesses;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A client whose time is ours: it does not wait, but says how long it would have. */
final class UnhurriedClient implements AutoCloseable {
    static final RepositoryName NAME = RepositoryName.of("team/app");
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final Registry registry;

    UnhurriedClient(RegistryAddress.Host address, RegistryAccess access) {
        Transport transport = new ApacheTransport(access.timeout(), access.userAgent(), Accesses.systemTrust());
        RetryPolicy policy = new RetryPolicy(
                4,
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                access.retryBudget(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                pauses::add,
                new Random(1));
        registry = new HttpRegistry(
                address,
                new RegistryClient(address, access, transport, policy),
                // Chunks of 1 MB, and whole up to 1 kB.
                new UploadSizes(1_000, 1_000_000));
    }

    Repository repository() {
        return registry.repository(NAME);
    }

    @Override
    public void close() throws IOException {
        registry.close();
    }
}
