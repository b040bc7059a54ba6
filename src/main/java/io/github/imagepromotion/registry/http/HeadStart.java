package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What can be done before it is known what a registry will be asked for: connections to it and to its token server, and how it
 * wants a login (distribution-spec 1.1, "Determining Support": {@code GET /v2/}). Sends no login.
 */
final class HeadStart {
    private final Transport transport;
    private final Endpoint endpoint;
    private final Authorization authorization;
    private final AtomicBoolean greeted = new AtomicBoolean();

    HeadStart(Transport transport, Endpoint endpoint, Authorization authorization) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.authorization = authorization;
    }

    /** @see io.github.imagepromotion.registry.Registry#connect */
    void connect(int connections) {
        try {
            URI base = endpoint.base(transport);
            Optional<URI> tokens = greeted.getAndSet(true) ? Optional.empty() : greet(base);
            Parallel.all(() -> transport.connect(base, connections), () -> {
                if (tokens.isPresent()) {
                    transport.connect(tokens.get(), 1);
                }
            });
        } catch (IOException | RuntimeException e) {
            // The first request meets it, and says so.
        }
    }

    /** {@return the token server, if the registry names one} */
    private Optional<URI> greet(URI base) throws IOException {
        Request request = Request.of("GET", base.resolve("/v2/"));
        try (Response response = transport.send(request)) {
            return response.status() == 401
                    ? authorization.expect(Challenge.parse(response.headers("WWW-Authenticate")), request.origin())
                    : Optional.empty();
        }
    }
}
