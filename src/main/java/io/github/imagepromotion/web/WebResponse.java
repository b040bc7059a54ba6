package io.github.imagepromotion.web;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A service's answer, of which nothing is to be trusted.
 *
 * @param status the status code
 * @param headers by name, in any case; of several of one name, the first
 * @param body at most {@value #LARGEST} bytes, read as UTF-8
 */
public record WebResponse(int status, Map<String, String> headers, String body) {
    /** The most bytes that an answer may have. */
    public static final int LARGEST = 1024 * 1024;

    /** Copies the headers. */
    public WebResponse {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    /**
     * @param name of a header, in any case
     * @return its value
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** {@return whether the request did what it should: 2xx} */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
