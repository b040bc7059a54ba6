package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RepositoryContract;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.ReferrersRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry with the referrers API does what every kind of registry does. */
class ReferrersApiTest extends RepositoryContract {
    private final ReferrersRegistry server = new ReferrersRegistry();
    private Registry registry;

    @BeforeEach
    void open() {
        registry = HttpRegistry.open((RegistryAddress.Host) server.address(), Accesses.anonymous());
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        server.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }
}
