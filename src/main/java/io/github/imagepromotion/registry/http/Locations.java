package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Addresses that a registry sends us to, read as leniently as browsers do. */
final class Locations {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String RESERVED = ":/?@!$&'()*+,;=";

    private Locations() {}

    /**
     * @param base URL of the request
     * @param location relative or absolute URL; its query is kept as it is
     * @return the URL to follow; empty if it is not an HTTP URL, or plain HTTP after HTTPS
     */
    static Optional<URI> resolve(URI base, String location) {
        try {
            // In ASCII: what else there is may be written from right to left.
            URI target =
                    URI.create(resolved(base, withoutFragment(location.trim())).toASCIIString());
            boolean plain = "http".equalsIgnoreCase(target.getScheme());
            boolean http = plain || "https".equalsIgnoreCase(target.getScheme());
            if (!http || target.getHost() == null || target.getRawUserInfo() != null) {
                return Optional.empty();
            }
            return plain && base.getScheme().equalsIgnoreCase("https") ? upgrade(base, target) : Optional.of(target);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * {@return where a request is redirected to; empty if to no address} Only GET and HEAD follow 301 to 303: those would
     * turn a PUT into a GET (RFC 9110, section 15.4).
     */
    static Optional<URI> redirect(Request request, Response response) {
        boolean reads = Set.of("GET", "HEAD").contains(request.method());
        if (!reads && response.status() < 307) {
            return Optional.empty();
        }
        return response.header("Location").flatMap(location -> resolve(request.uri(), location));
    }

    private static URI resolved(URI base, String location) throws URISyntaxException {
        URI read = parse(location);
        // RFC 3986, section 5.3: a query alone leaves the path as it is; the JDK takes its last segment away.
        return location.startsWith("?")
                ? parse(base.toString().replaceFirst("[?#].*$", "") + location)
                : base.resolve(read);
    }

    /**
     * @param text a URL, which may contain characters that a strict parser rejects, such as {@code |}, a space or
     *     {@code %zz}
     * @return the URL, with these escaped
     * @throws URISyntaxException if it is still malformed
     */
    static URI parse(String text) throws URISyntaxException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            int scheme = text.indexOf("://");
            int path = scheme < 0 ? 0 : text.indexOf('/', scheme + 3);
            if (path < 0) {
                throw e;
            }
            return new URI(text.substring(0, path) + escaped(text.substring(path)));
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean escape = c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            if (escape || PLAIN.indexOf(c) >= 0 || RESERVED.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append(String.format("%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    /** A registry behind a proxy that ends TLS may not know that it is reached by HTTPS. */
    private static Optional<URI> upgrade(URI base, URI target) {
        boolean sameServer = base.getHost().equalsIgnoreCase(target.getHost())
                && (target.getPort() < 0 || target.getPort() == base.getPort());
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return sameServer
                ? Optional.of(URI.create("https://" + base.getRawAuthority() + target.getRawPath() + query))
                : Optional.empty();
    }

    private static String withoutFragment(String location) {
        int fragment = location.indexOf('#');
        return fragment < 0 ? location : location.substring(0, fragment);
    }

    /** {@return the address with one more parameter in its query} */
    static URI withParameter(URI location, String parameter) {
        String text = location.toString();
        return URI.create(text + (location.getRawQuery() == null ? "?" : "&") + parameter);
    }
}
