package io.github.imagepromotion.web;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An untrusted response of a service.
 *
 * @param status status code
 * @param headers headers by name, in any case; of several with one name the first
 * @param body at most {@value #LARGEST} bytes, decoded as UTF-8
 */
public record WebResponse(int status, Map<String, String> headers, String body) {
    /** Maximum size of the body, in bytes. */
    public static final int LARGEST = 1024 * 1024;

    /** Copies the headers. */
    public WebResponse {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    /**
     * @param name name of a header, in any case
     * @return its value
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** {@return whether the status is 2xx} */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
