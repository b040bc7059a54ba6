package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * How a service that is no registry is reached. Holds no secret.
 *
 * @param url HTTPS, or plain HTTP on the loopback interface
 * @param serverId of the {@code <server>} in settings.xml whose login is sent
 * @param caFile PEM file of authorities that are trusted in addition to the system's
 * @param insecure whether plain HTTP is allowed over a network
 */
public record ServiceAccess(String url, Optional<String> serverId, Optional<String> caFile, boolean insecure) {

    /** @throws IllegalArgumentException if the URL is not an HTTP URL or contains a login */
    void check(EnvironmentSetting setting) {
        if (Withheld.isExpression(url)) {
            return;
        }
        try {
            URI parsed = new URI(url);
            if (parsed.getHost() == null || !List.of("https", "http").contains(parsed.getScheme())) {
                throw setting.illegal("is not an HTTPS address: " + Text.quote(url));
            }
            if (parsed.getRawUserInfo() != null) {
                throw setting.holdsLogin();
            }
        } catch (URISyntaxException e) {
            throw setting.illegal("is not an address", e);
        }
    }

    /** {@return the URL} */
    public URI uri() {
        return URI.create(url);
    }

    /** {@return the same, with the URL reduced to the host} */
    ServiceAccess withoutPath() {
        return new ServiceAccess(Withheld.path(url), serverId, caFile, insecure);
    }
}
