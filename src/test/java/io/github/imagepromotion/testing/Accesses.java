package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.tls.TlsContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
        return of(credentials, false, false, TIMEOUT, unlimited(), Optional.empty(), "image-promotion-tests");
    }

    /** @return access with the system's trust, and without a proxy */
    public static RegistryAccess of(
            CredentialSource credentials,
            boolean insecure,
            boolean offline,
            Duration timeout,
            RetryBudget retries,
            Optional<Path> stateDirectory,
            String userAgent) {
        return new RegistryAccess(
                credentials,
                insecure,
                offline,
                timeout,
                retries,
                stateDirectory,
                userAgent,
                TlsFiles.SYSTEM,
                ProxySource.NONE,
                List.of(),
                new Redactor(),
                RegistryRole.ENVIRONMENT);
    }

    /** @return the same with other TLS */
    public static RegistryAccess with(RegistryAccess access, TlsFiles tls) {
        return with(access, tls, access.proxies(), access.realms(), access.role());
    }

    /** @return the same by other proxies */
    public static RegistryAccess with(RegistryAccess access, ProxySource proxies) {
        return with(access, access.tls(), proxies, access.realms(), access.role());
    }

    /** @return the same with other hosts of token servers */
    public static RegistryAccess with(RegistryAccess access, List<String> realms) {
        return with(access, access.tls(), access.proxies(), realms, access.role());
    }

    /** @return the same, for something else */
    public static RegistryAccess with(RegistryAccess access, RegistryRole role) {
        return with(access, access.tls(), access.proxies(), access.realms(), role);
    }

    private static RegistryAccess with(
            RegistryAccess access, TlsFiles tls, ProxySource proxies, List<String> realms, RegistryRole role) {
        return new RegistryAccess(
                access.credentials(),
                access.insecure(),
                access.offline(),
                access.timeout(),
                access.retryBudget(),
                access.stateDirectory(),
                access.userAgent(),
                tls,
                proxies,
                realms,
                access.redactor(),
                role);
    }

    /** @return a budget that never ends an operation by itself */
    public static RetryBudget unlimited() {
        return new RetryBudget(Integer.MAX_VALUE, Duration.ofDays(365), Clock.systemUTC());
    }

    /** @return trust in what the JDK trusts */
    public static SSLContext systemTrust() {
        return TlsContext.of(TlsFiles.SYSTEM).ssl();
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
