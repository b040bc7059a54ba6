package io.github.imagepromotion.registry;

/**
 * Who we are to a registry.
 *
 * @param origin where it was found, for messages: {@code server 'prod-registry' of settings.xml}
 * @param username empty for an identity token
 * @param secret the password, or the identity token (an OAuth2 refresh token) when {@code identityToken}
 * @param identityToken which of both the secret is
 */
public record Credential(String origin, String username, Secret secret, boolean identityToken) {}
