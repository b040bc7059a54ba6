package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.Tls;
import io.github.imagepromotion.registry.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, once, whether a registry is reached by HTTPS or plain HTTP. If the address has no scheme, and plain HTTP
 * is allowed, HTTPS is tried first, with a request that carries no credential and no content; a server that answers it
 * is never asked over plain HTTP.
 */
final class Endpoint {
    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io");

    private final RegistryAddress.Host address;
    private final boolean plainAllowed;
    private final boolean loopback;
    private volatile @Nullable URI base;

    Endpoint(RegistryAddress.Host address, boolean insecure) {
        this.address = address;
        this.loopback = address.isLoopback();
        this.plainAllowed = insecure || loopback;
    }

    /**
     * @param transport sends the request
     * @return {@code scheme://host[:port]}
     * @throws IOException if the registry does not answer
     */
    URI base(Transport transport) throws IOException {
        URI known = base;
        if (known == null) {
            synchronized (this) {
                known = base;
                if (known == null) {
                    known = find(transport);
                    base = known;
                }
            }
        }
        return known;
    }

    private URI find(Transport transport) throws IOException {
        String scheme = address.scheme().orElse("https");
        URI stated = uri(scheme);
        if (address.scheme().isPresent() || !plainAllowed) {
            return stated;
        }
        try (Response anything = transport.send(Request.of("GET", stated.resolve("/v2/")))) {
            return stated;
        } catch (IOException e) {
            URI plain = uri("http");
            if (Tls.isNotSpoken(e) || (mayBePlain(e) && answersPlainly(transport, plain))) {
                return plain;
            }
            throw e;
        }
    }

    private boolean mayBePlain(IOException failure) {
        // A server that hangs up on TLS, one on another port than 443, or one that waits for the end of what it takes
        // for a request line.
        return Tls.brokeOff(failure)
                || (failure instanceof ConnectException && address.port().isEmpty())
                || (failure instanceof SocketTimeoutException && loopback);
    }

    /** Whether the server answers plain HTTP: a connection that broke off may still have been TLS. */
    private static boolean answersPlainly(Transport transport, URI plain) {
        try (Response response = transport.send(Request.of("GET", plain.resolve("/v2/")))) {
            return !ErrorText.asksForHttps(ErrorText.of(response).words());
        } catch (IOException e) {
            return false;
        }
    }

    private URI uri(String scheme) {
        String authority = DOCKER_HUB.contains(address.authority()) ? "registry-1.docker.io" : address.authority();
        return URI.create(scheme + "://" + authority);
    }
}
