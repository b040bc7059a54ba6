package io.github.imagepromotion.registry;

/**
 * The login for a registry.
 *
 * @param origin where it is configured, for messages: {@code server 'prod-registry' of settings.xml}
 * @param username empty for an identity token
 * @param secret the password, or the identity token (an OAuth2 refresh token) when {@code identityToken}
 * @param identityToken whether the secret is an identity token
 */
public record Credential(String origin, String username, Secret secret, boolean identityToken) {}
