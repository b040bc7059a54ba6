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
 * @param method such as {@code POST}
 * @param uri absolute, {@code https} or {@code http}, with a host and without user info; it may hold a secret, so it is
 *     never told
 * @param headers by name
 * @param body as UTF-8; empty for none
 * @param timeout for each attempt as a whole, from connecting to the last byte of the answer
 */
public record WebRequest(String method, URI uri, Map<String, String> headers, String body, Duration timeout) {

    /** @throws IllegalArgumentException if the address is not such a one, or the time-out not positive */
    public WebRequest {
        String scheme = String.valueOf(uri.getScheme());
        if (!(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http")) || uri.getHost() == null) {
            throw new IllegalArgumentException("it is no address with https:// or http:// and a host");
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
     * @param uri of the service
     * @param timeout for each attempt
     * @return a question without content
     */
    public static WebRequest get(URI uri, Duration timeout) {
        return new WebRequest("GET", uri, Map.of(), "", timeout);
    }

    /**
     * @param uri of the service
     * @param type media type of the content
     * @param body the content
     * @param timeout for each attempt
     * @return a message
     */
    public static WebRequest post(URI uri, String type, String body, Duration timeout) {
        return new WebRequest("POST", uri, Map.of("Content-Type", type), body, timeout);
    }

    /**
     * @param name of a header
     * @param value of it
     * @return the same with that header, in place of one of that name
     */
    public WebRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebRequest(method, uri, more, body, timeout);
    }

    /**
     * @param login a user name and a password, which are sent as Basic (RFC 7617), or a secret alone, which is sent as a
     *     Bearer token (RFC 6750)
     * @return the same with that login
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

    /** The method and the server; what else there is may be a secret. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
