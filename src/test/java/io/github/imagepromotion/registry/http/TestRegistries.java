package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** HTTP registries as the plugin opens them, in the size of tests: small chunks, and time that passes faster. */
public final class TestRegistries {
    /** So many times faster passes a pause between two attempts. */
    private static final int HASTE = 20;

    private TestRegistries() {}

    /**
     * @param address of the registry
     * @param access how it is reached
     * @param chunk up to so many bytes are sent at once
     * @return the registry
     */
    public static Registry open(RegistryAddress.Host address, RegistryAccess access, long chunk) {
        RetryPolicy standard = RetryPolicy.standard(access.retryBudget());
        RetryPolicy hasty = new RetryPolicy(
                standard.attempts(),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                access.retryBudget(),
                Clock.systemUTC(),
                time -> Thread.sleep(time.toMillis() / HASTE),
                new Random());
        Transport transport = HttpRegistry.transport(address, access);
        return new HttpRegistry(
                address, new RegistryClient(address, access, transport, hasty), new UploadSizes(chunk, chunk));
    }
}
