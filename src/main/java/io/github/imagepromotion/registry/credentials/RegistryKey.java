package io.github.imagepromotion.registry.credentials;

import io.github.imagepromotion.image.RegistryAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What docker's configuration calls a registry: {@code host}, {@code host:port}, or an address that older versions
 * wrote, such as {@code https://index.docker.io/v1/}, which is Docker Hub's to this day.
 *
 * @param authority {@code host[:port]}, lower-case, without HTTPS' own port
 */
record RegistryKey(String authority) {
    private static final String DOCKER_HUB = "index.docker.io";
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
    private static final Set<String> DOCKER_HUB_NAMES = Set.of("docker.io", DOCKER_HUB, "registry-1.docker.io");
    private static final Pattern FORM = Pattern.compile("(?:https?://)?([^/]+)(?:/(?:v[12]/?)?)?");

    static RegistryKey of(RegistryAddress.Host registry) {
        return normal(registry.authority());
    }

    /**
     * @param key of {@code auths} or {@code credHelpers}
     * @return the registry it names; empty if it names only a part of one, as podman's {@code host/namespace} does
     */
    static Optional<RegistryKey> parse(String key) {
        Matcher form = FORM.matcher(key.trim());
        return form.matches() ? Optional.of(normal(form.group(1))) : Optional.empty();
    }

    private static RegistryKey normal(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String host = lower.endsWith(":443") ? lower.substring(0, lower.length() - 4) : lower;
        return new RegistryKey(DOCKER_HUB_NAMES.contains(host) ? DOCKER_HUB : host);
    }

    boolean isNamedBy(String key) {
        return parse(key).filter(this::equals).isPresent();
    }

    /** {@return what a credential helper is asked for, best first} */
    List<String> questions() {
        return authority.equals(DOCKER_HUB) ? List.of(DOCKER_HUB_KEY) : List.of(authority, "https://" + authority);
    }
}
