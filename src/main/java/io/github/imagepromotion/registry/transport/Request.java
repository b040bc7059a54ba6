package io.github.imagepromotion.registry.transport;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method method, such as {@code GET}
 * @param uri absolute URI with a host
 * @param headers headers by name, at most one of each name
 * @param body body, if there is one
 * @param limit maximum time of the whole exchange, from connecting to the last byte of the response; otherwise only
 *     stalling is limited
 */
public record Request(
        String method, URI uri, Map<String, String> headers, Optional<Body> body, Optional<Duration> limit) {

    /** Copies the headers. */
    public Request {
        headers = Map.copyOf(headers);
    }

    /** {@return a request without headers and body} */
    public static Request of(String method, URI uri) {
        return new Request(method, uri, Map.of(), Optional.empty(), Optional.empty());
    }

    /** {@return a copy with a header, which replaces one of the same name} */
    public Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, uri, more, body, limit);
    }

    /** {@return a copy with a body} */
    public Request with(Body content) {
        return new Request(method, uri, headers, Optional.of(content), limit);
    }

    /** {@return a copy with a maximum total time} */
    public Request within(Duration time) {
        return new Request(method, uri, headers, body, Optional.of(time));
    }

    /** {@return a copy for another URI} */
    public Request to(URI other) {
        return new Request(method, other, headers, body, limit);
    }

    /** {@return the origin of its server} */
    public Origin origin() {
        return Origin.of(uri);
    }
}
