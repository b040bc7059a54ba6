package io.github.imagepromotion.registry.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses that a registry sends us to. */
final class Locations {
    private Locations() {}

    /**
     * @param base the address that was asked
     * @param location relative or absolute; its query is kept as it is
     * @return where to go; empty if that is no HTTP address, or plain HTTP when HTTPS was asked
     */
    static Optional<URI> resolve(URI base, String location) {
        try {
            // In ASCII: what else there is may be written from right to left.
            URI target = URI.create(
                    base.resolve(new URI(withoutFragment(location.trim()))).toASCIIString());
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

    /** @return the address with one more parameter in its query */
    static URI withParameter(URI location, String parameter) {
        String text = location.toString();
        return URI.create(text + (location.getRawQuery() == null ? "?" : "&") + parameter);
    }
}
