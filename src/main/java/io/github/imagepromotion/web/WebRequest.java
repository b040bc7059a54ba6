package io.github.imagepromotion.web;

import io.github.imagepromotion.registry.Credential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to a service.
 *
 * @param method method, such as {@code POST}
 * @param uri absolute URI, {@code https} or {@code http}, with a host and without user info; it may contain a secret,
 *     so it is never displayed
 * @param headers headers by name
 * @param body UTF-8 text; empty for none
 * @param timeout total time of an attempt, from connecting to the last byte of the response
 */
public record WebRequest(String method, URI uri, Map<String, String> headers, String body, Duration timeout) {

    /** @throws IllegalArgumentException if the URI is not such a URI, or the time-out is not positive */
    public WebRequest {
        String scheme = String.valueOf(uri.getScheme());
        if (!(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http")) || uri.getHost() == null) {
            throw new IllegalArgumentException("it is not an address with https:// or http:// and a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("it has a login before the host, where everybody reads it");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("its time-out is not positive: " + timeout);
        }
        headers = Map.copyOf(headers);
    }

    /**
     * @param uri URI of the service
     * @param timeout total time of an attempt
     * @return a GET request
     */
    public static WebRequest get(URI uri, Duration timeout) {
        return new WebRequest("GET", uri, Map.of(), "", timeout);
    }

    /**
     * @param uri URI of the service
     * @param type media type of the body
     * @param body the body
     * @param timeout total time of an attempt
     * @return a POST request
     */
    public static WebRequest post(URI uri, String type, String body, Duration timeout) {
        return new WebRequest("POST", uri, Map.of("Content-Type", type), body, timeout);
    }

    /**
     * @param name name of a header
     * @param value its value
     * @return a copy with the header, which replaces one of the same name
     */
    public WebRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebRequest(method, uri, more, body, timeout);
    }

    /**
     * @param login user name and password, sent as Basic authentication (RFC 7617), or only a secret, sent as a Bearer
     *     token (RFC 6750)
     * @return a copy with the credentials
     */
    public WebRequest with(Credential login) {
        String secret = login.secret().reveal();
        String pair = login.username() + ":" + secret;
        return with(
                "Authorization",
                login.username().isEmpty()
                        ? "Bearer " + secret
                        : "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@return method and server; the rest may be secret} */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
