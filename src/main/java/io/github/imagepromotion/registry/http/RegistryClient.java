package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Origin;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.SourceException;
import io.github.imagepromotion.registry.transport.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Sends requests to one registry: logs in when the registry asks for it, follows redirects without sending the login
 * along, and retries transient failures. Safe for use by several threads.
 */
final class RegistryClient implements Closeable {
    private static final int MOST_REDIRECTS = 5;

    private final Transport transport;
    private final Endpoint endpoint;
    private final Authorization authorization;
    private final Failures failures;
    private final RegistryRole role;
    private final RetryPolicy retryPolicy;
    private final UploadHints hints;
    private final ReadYourWrites writes;
    private final HeadStart headStart;

    RegistryClient(RegistryAddress.Host address, RegistryAccess access, Transport transport, RetryPolicy retryPolicy) {
        this.transport = transport;
        this.retryPolicy = retryPolicy;
        this.role = access.role();
        this.writes = new ReadYourWrites(retryPolicy);
        this.hints = new UploadHints(access.stateDirectory());
        this.endpoint = new Endpoint(address, access.insecure());
        this.authorization = new Authorization(address, access, new TokenClient(transport, retryPolicy, access));
        this.headStart = new HeadStart(transport, endpoint, authorization);
        this.failures = new Failures(address, access, transport::wasAskedForCertificate);
    }

    /** @see io.github.imagepromotion.registry.Registry#connect */
    void connect(int connections) {
        headStart.connect(connections);
    }

    /**
     * @param path from the root, with its query
     * @param what the operation, as messages name it after "Cannot"
     * @return the address in this registry
     */
    URI uri(String path, String what) throws IOException {
        Attempts attempts = retryPolicy.begin(what);
        while (true) {
            try {
                return URI.create(endpoint.base(transport) + path);
            } catch (IOException e) {
                if (!attempts.again(e)) {
                    throw failures.unreachable(what, e);
                }
            }
        }
    }

    /**
     * Sends a request that may be repeated as it is.
     *
     * @return the answer, whatever its status; the caller closes it
     * @throws ImageException if there is no answer
     */
    Response send(Call call) throws IOException {
        Attempts attempts = retryPolicy.begin(call.what());
        while (true) {
            try {
                Response response = sendOnce(call);
                if (!attempts.again(response)) {
                    return response;
                }
                response.close();
            } catch (SourceException e) {
                throw e.reason();
            } catch (IOException e) {
                if (!attempts.again(e)) {
                    throw unreachable(call, e);
                }
            }
        }
    }

    /**
     * Sends a request that may be repeated as it is, and reads the answer; a truncated answer is requested again.
     *
     * @return the result of reading
     * @throws ImageException if there is no complete answer
     */
    <T> T read(Call call, IoFunction<Response, T> reading) throws IOException {
        Attempts attempts = retryPolicy.begin(call.what());
        while (true) {
            try (Response response = sendOnce(call)) {
                if (!attempts.again(response)) {
                    return reading.apply(response);
                }
            } catch (IOException e) {
                if (!attempts.again(e)) {
                    throw unreachable(call, e);
                }
            }
        }
    }

    /**
     * Sends a request without retries, except to refresh a login and to follow redirects.
     *
     * @return the answer, whatever its status; the caller closes it
     * @throws IOException if there is no answer
     */
    Response sendOnce(Call call) throws IOException {
        Response response = authorized(call);
        Call next = call;
        for (int hop = 0; response.isRedirect(); hop++) {
            Optional<URI> target = Locations.redirect(next.request(), response);
            if (isReferrers(next) && (target.isEmpty() || !isOurs(next.request().to(target.get())))) {
                return response;
            }
            response.close();
            if (target.isEmpty() || hop == MOST_REDIRECTS) {
                throw new ImageException(Message.of("Cannot " + call.what() + ": the registry redirects "
                                + (target.isEmpty() ? "to where it must not." : "in circles."))
                        .because(RegistryReason.NO_REGISTRY, role));
            }
            next = next.with(next.request().to(target.get()));
            response = authorized(next);
        }
        return response;
    }

    /** Whether referrers are requested, which are at no other host: GHCR redirects to a web page with a rate limit. */
    private static boolean isReferrers(Call call) {
        return call.request().uri().getRawPath().matches("/v2/.+/referrers/.*");
    }

    private Response authorized(Call call) throws IOException {
        Request request = call.request();
        return isOurs(request) ? loggedIn(call) : elsewhere(call);
    }

    /** Follows a redirect without the login. An upload that is redirected to another name of the registry stays here. */
    private Response elsewhere(Call call) throws IOException {
        Request request = call.request();
        boolean upload = request.uri().getRawPath().matches("/v2/.+/blobs/uploads/.*");
        try {
            Response response = transport.send(request);
            if (!upload || response.status() != 401) {
                return response;
            }
            response.close();
        } catch (ConnectException | UnknownHostException e) {
            if (!upload) {
                throw e;
            }
        }
        URI there = request.uri();
        String query = there.getRawQuery() == null ? "" : "?" + there.getRawQuery();
        return loggedIn(call.with(request.to(URI.create(endpoint.base(transport) + there.getRawPath() + query))));
    }

    private Response loggedIn(Call call) throws IOException {
        Request request = call.request();
        Optional<String> header = authorization.header(call.scope());
        Response response = transport.send(login(request, header));
        if (response.status() != 401) {
            return response;
        }
        Optional<String> other;
        try {
            other = authorization.answer(
                    Challenge.parse(response.headers("WWW-Authenticate")), request.origin(), call.scope(), header);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
        if (other.isEmpty()) {
            return response;
        }
        response.close();
        return transport.send(login(request, other));
    }

    private boolean isOurs(Request request) throws IOException {
        return request.origin().equals(Origin.of(endpoint.base(transport)));
    }

    /** {@return whether an address is one of this registry, and not of another host to which it redirects} */
    boolean isAtRegistry(URI location) {
        try {
            return location.getScheme() != null && location.getHost() != null && isOurs(Request.of("GET", location));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return the state of unfinished uploads} */
    UploadHints hints() {
        return hints;
    }

    /** {@return the manifests that were put, and may not be visible yet} */
    ReadYourWrites writes() {
        return writes;
    }

    private static Request login(Request request, Optional<String> header) {
        return header.map(value -> request.with("Authorization", value)).orElse(request);
    }

    /**
     * @param what the operation, as messages name it after "Cannot"
     * @return the counted attempts of an operation that is retried by its caller
     */
    Attempts attempts(String what) {
        return retryPolicy.begin(what);
    }

    ImageException unreachable(Call call, IOException failure) {
        return failures.unreachable(call.what(), failure);
    }

    /**
     * @param call that was refused
     * @param response the refusal; it is closed
     * @return the exception to throw
     */
    ImageException refused(Call call, Response response) {
        try (response) {
            return refused(call, response.status(), ErrorText.of(response));
        }
    }

    /** Like {@link #refused(Call, Response)}, for a response whose content has been read. */
    ImageException refused(Call call, int status, ErrorText text) {
        return failures.refused(call.what(), status, text, authorization.login());
    }

    /**
     * {@return the registry's text in a refusal, which is read; quoted, after a space; empty if there is none}
     */
    String said(Response response) {
        return failures.said(response);
    }

    /**
     * @param call that was answered
     * @param why the answer is not valid, untrusted
     * @return the exception to throw
     */
    ImageException unexpected(Call call, String why) {
        return failures.unexpected(call.what(), why);
    }

    /**
     * @param limit the most bytes that are taken
     * @return all content of an answer
     * @throws ImageException if there is more
     */
    byte[] content(Call call, Response response, int limit) throws IOException {
        byte[] content = response.body().readNBytes(limit + 1);
        if (content.length > limit) {
            throw damaged(call, "it is larger than the " + limit + " bytes that it may have");
        }
        return content;
    }

    /** {@return the exception to throw for content that does not match its digest or descriptor} */
    ImageException damaged(Call call, String why) {
        return new DamagedContentException(unexpected(call, why).said());
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
