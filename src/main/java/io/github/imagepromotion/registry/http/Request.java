package io.github.imagepromotion.registry.http;

import java.net.URI;
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
 */
record Request(String method, URI uri, Map<String, String> headers, Optional<Body> body) {

    Request {
        headers = Map.copyOf(headers);
    }

    static Request of(String method, URI uri) {
        return new Request(method, uri, Map.of(), Optional.empty());
    }

    Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, uri, more, body);
    }

    Request with(Body content) {
        return new Request(method, uri, headers, Optional.of(content));
    }

    Request to(URI other) {
        return new Request(method, other, headers, body);
    }

    Origin origin() {
        return Origin.of(uri);
    }
}
