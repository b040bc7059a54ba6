package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.DamagedContentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An untrusted HTTP response. */
public interface Response extends AutoCloseable {

    /** {@return the URI that responded, after redirects} */
    URI uri();

    /** {@return the status code} */
    int status();

    /**
     * @param name name of a header, in any case
     * @return its values, in order
     */
    List<String> headers(String name);

    /** {@return the content, of any length; empty if there is none} */
    InputStream body() throws IOException;

    /** Releases the connection. */
    @Override
    void close();

    /**
     * @param name name of a header, in any case
     * @return its first value
     */
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /**
     * @param limit maximum number of bytes
     * @param what the content, for messages
     * @return the complete content
     * @throws DamagedContentException if there is more
     */
    default byte[] whole(int limit, String what) throws IOException {
        byte[] content = body().readNBytes(limit + 1);
        if (content.length > limit) {
            throw new DamagedContentException(
                    "Refused " + what + ": it is larger than the " + limit + " bytes that such an answer may have.");
        }
        return content;
    }

    /** {@return the beginning of the content; empty if it cannot be read} */
    default byte[] beginning(int limit) {
        try {
            return body().readNBytes(limit);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** {@return whether the status is 2xx} */
    default boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /** {@return whether the status is a redirect: 301, 302, 303, 307 or 308 (RFC 9110, section 15.4)} */
    default boolean isRedirect() {
        return Set.of(301, 302, 303, 307, 308).contains(status());
    }

    /** {@return whether the status is 404} */
    default boolean isNotFound() {
        return status() == 404;
    }
}
