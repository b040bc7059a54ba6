package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RepositoryContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract with a server that is started for each test which needs it.
 *
 * @param <S> the server
 */
abstract class ServerContract<S extends AutoCloseable> extends RepositoryContract {
    private @Nullable S server;
    private @Nullable Registry registry;

    abstract S start();

    abstract Registry open(S started);

    @Override
    protected final Registry registry() {
        if (server == null || registry == null) {
            server = start();
            registry = open(server);
        }
        return registry;
    }

    @AfterEach
    final void stop() throws Exception {
        if (registry != null) {
            registry.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
