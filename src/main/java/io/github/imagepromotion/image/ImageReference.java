package io.github.imagepromotion.image;

import java.util.Optional;

/**
 * An image as people name it: {@code [host[:port]/]repository[:tag][@digest]}. As everywhere in the field, a name
 * without a host is Docker Hub's, and one without tag and digest means {@code latest}.
 *
 * @param registry where the image is
 * @param repository its repository there
 * @param tag where the name says it, or neither tag nor digest is said ({@code latest})
 * @param digest where the name says it; it wins over the tag
 */
public record ImageReference(
        RegistryAddress.Host registry, RepositoryName repository, Optional<Tag> tag, Optional<Digest> digest) {
    private static final String DOCKER_HUB = "registry-1.docker.io";

    /**
     * @param text a name as described above; a scheme ({@code http://}, {@code https://}) may stand in front
     * @return the reference
     * @throws IllegalArgumentException if the text is no image reference
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

    /** {@return what to ask the registry for: the digest where there is one, else the tag} */
    public Reference reference() {
        if (digest.isPresent()) {
            return digest.get();
        }
        return tag.orElseThrow();
    }

    /** {@return the full name, host included} */
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
