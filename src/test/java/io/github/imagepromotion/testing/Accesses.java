package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.Secret;
import java.time.Duration;
import java.util.Optional;

/** Ways to reach a registry of the tests. */
public final class Accesses {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Accesses() {}

    /** {@return access without a login} */
    public static RegistryAccess anonymous() {
        return with(source(Optional.empty()));
    }

    /** {@return access as {@link DockerRegistry#USER}} */
    public static RegistryAccess asUser() {
        return with(source(Optional.of(
                new Credential("the tests", DockerRegistry.USER, Secret.of(DockerRegistry.PASSWORD), false))));
    }

    /** {@return access with {@link TokenServer#IDENTITY_TOKEN}} */
    public static RegistryAccess withIdentityToken() {
        return with(source(Optional.of(new Credential("the tests", "", Secret.of(TokenServer.IDENTITY_TOKEN), true))));
    }

    /** {@return access with those credentials} */
    public static RegistryAccess with(CredentialSource credentials) {
        return new RegistryAccess(
                credentials, false, false, TIMEOUT, RetryBudget.unlimited(), Optional.empty(), "image-promotion-tests");
    }

    private static CredentialSource source(Optional<Credential> credential) {
        return new CredentialSource() {
            @Override
            public Optional<Credential> find(RegistryAddress.Host registry) {
                return credential;
            }

            @Override
            public String places(RegistryAddress.Host registry) {
                return "the places of the tests";
            }
        };
    }
}
