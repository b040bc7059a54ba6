package io.github.imagepromotion.image;

import java.util.Optional;

/**
 * An image reference: {@code [host[:port]/]repository[:tag][@digest]}. As usual, the default host is Docker Hub, and
 * the default tag is {@code latest}.
 *
 * @param registry registry of the image
 * @param repository its repository
 * @param tag the tag; {@code latest} if neither tag nor digest is given
 * @param digest the digest, which takes precedence over the tag
 */
public record ImageReference(
        RegistryAddress.Host registry, RepositoryName repository, Optional<Tag> tag, Optional<Digest> digest) {
    private static final String DOCKER_HUB = "registry-1.docker.io";

    /**
     * @param text a reference, optionally with a scheme ({@code http://}, {@code https://})
     * @return the reference
     * @throws IllegalArgumentException if the text is malformed
     */
    public static ImageReference of(String text) {
        String rest = text.trim();
        Optional<String> scheme = Optional.empty();
        int schemeEnd = rest.indexOf("://");
        if (schemeEnd > 0) {
            scheme = Optional.of(rest.substring(0, schemeEnd));
            rest = rest.substring(schemeEnd + 3);
        }
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(Digest.of(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<Tag> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(Tag.of(rest.substring(colon + 1)));
            rest = rest.substring(0, colon);
        }
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of(Tag.of("latest"));
        }
        int slash = rest.indexOf('/');
        boolean named = slash > 0 && (scheme.isPresent() || isHost(rest.substring(0, slash)));
        String host = named ? rest.substring(0, slash) : "docker.io";
        String repository = named ? rest.substring(slash + 1) : rest;
        if (isDockerHub(host)) {
            host = DOCKER_HUB;
            repository = repository.contains("/") ? repository : "library/" + repository;
        }
        RegistryAddress.Host registry =
                RegistryAddress.Host.of(scheme.map(s -> s + "://").orElse("") + host);
        return new ImageReference(registry, RepositoryName.of(repository), tag, digest);
    }

    /** {@return the digest if there is one, otherwise the tag} */
    public Reference reference() {
        if (digest.isPresent()) {
            return digest.get();
        }
        return tag.orElseThrow();
    }

    /** {@return the full reference, including the host} */
    @Override
    public String toString() {
        return registry + "/" + repository + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    private static boolean isHost(String component) {
        return component.contains(".") || component.contains(":") || component.equals("localhost");
    }

    private static boolean isDockerHub(String host) {
        return host.equals("docker.io") || host.equals("index.docker.io") || host.equals(DOCKER_HUB);
    }
}
