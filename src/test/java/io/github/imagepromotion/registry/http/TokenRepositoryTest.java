package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RepositoryContract;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TokenServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract holds where each request needs a token. */
@NeedsTools
class TokenRepositoryTest extends RepositoryContract {
    private static TokenServer tokens;
    private static DockerRegistry server;
    private static Registry registry;

    @BeforeAll
    static void start() {
        tokens = TokenServer.start();
        server = DockerRegistry.withTokens(tokens);
        registry = HttpRegistry.open((RegistryAddress.Host) server.address(), Accesses.asUser());
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        server.close();
        tokens.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }
}
