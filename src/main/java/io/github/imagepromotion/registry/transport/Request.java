package io.github.imagepromotion.registry.transport;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method such as {@code GET}
 * @param uri absolute, with host
 * @param headers by name; at most one of a name
 * @param body where there is one
 * @param limit for the whole exchange, from connecting to the last byte of the answer; without one, only standing still
 *     is bounded
 */
public record Request(
        String method, URI uri, Map<String, String> headers, Optional<Body> body, Optional<Duration> limit) {

    /** Copies the headers. */
    public Request {
        headers = Map.copyOf(headers);
    }

    /** {@return a request without headers and content} */
    public static Request of(String method, URI uri) {
        return new Request(method, uri, Map.of(), Optional.empty(), Optional.empty());
    }

    /** {@return the same with a header, in place of one of that name} */
    public Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, uri, more, body, limit);
    }

    /** {@return the same with that content} */
    public Request with(Body content) {
        return new Request(method, uri, headers, Optional.of(content), limit);
    }

    /** {@return the same, given up when it takes longer in all} */
    public Request within(Duration time) {
        return new Request(method, uri, headers, body, Optional.of(time));
    }

    /** {@return the same for another address} */
    public Request to(URI other) {
        return new Request(method, other, headers, body, limit);
    }

    /** {@return the server that it is for} */
    public Origin origin() {
        return Origin.of(uri);
    }
}
