package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.transport.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The token server that a registry names (distribution, "Token Authentication Specification").
 *
 * @param uri of the server
 * @param service the registry's name there
 */
record Realm(URI uri, Optional<String> service) {

    /**
     * @param challenge a Bearer challenge
     * @param registry the origin that sent it
     * @param role of the registry
     * @return the token server
     * @throws ImageException if the realm is not a URL that a credential may be sent to
     */
    static Realm of(Challenge challenge, Origin registry, RegistryRole role) {
        String text = challenge.parameter("realm").orElse("");
        URI uri = parse(text, registry, role);
        if (isInTheClear(Origin.of(uri), registry)) {
            throw refused(text, registry, role, "that would send the login in the clear");
        }
        return new Realm(uri, challenge.parameter("service"));
    }

    /** Whether a login would be sent in plain text, except to the host of a registry that uses plain HTTP itself. */
    private static boolean isInTheClear(Origin realm, Origin registry) {
        boolean staysHere = realm.isLoopback() && registry.isLoopback();
        boolean sameWay = registry.isPlain() && realm.host().equals(registry.host());
        return realm.isPlain() && !staysHere && !sameWay;
    }

    /**
     * Checks that the token server may receive the login: a compromised registry, or its mirror, could name any server
     * in order to collect logins.
     *
     * @param registry the origin that named this token server
     * @param access has the hosts that may always receive the login
     * @throws ImageException if the token server may not receive the login
     */
    void checkMayHaveLogin(Origin registry, RegistryAccess access) {
        String host = Origin.of(uri).host();
        if (!RelatedHosts.mayKnowUs(host, registry.host(), access.realms())) {
            throw new ImageException(Message.of("Cannot log in to registry '" + registry.host() + "': it sends to "
                            + Text.quote(host)
                            + " for a token, a host that is not related to it, and would get the login.")
                    .because(RegistryReason.TOKEN_SERVER_UNRELATED, access.role()));
        }
    }

    private static URI parse(String text, Origin registry, RegistryRole role) {
        try {
            URI uri = new URI(Locations.parse(text.trim()).toASCIIString());
            boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw refused(text, registry, role, "it is not an address");
        }
        throw refused(text, registry, role, "it is not an HTTP address");
    }

    private static ImageException refused(String text, Origin registry, RegistryRole role, String why) {
        return new ImageException(Message.of("Cannot log in to registry '" + registry.host() + "': it sends to "
                        + Text.quote(text) + " for a token, and " + why + ".")
                .because(RegistryReason.TOKEN_SERVER_ILLEGAL, role));
    }
}
