package io.github.imagepromotion.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How registries are reached.
 *
 * @param credentials asked per registry
 * @param insecure whether plain HTTP is taken for a host without a scheme in its address
 * @param offline whether anything but a directory is refused
 * @param timeout how long connecting, or waiting for an answer or the next byte, may take
 * @param retryBudget what may be spent on trying again
 * @param stateDirectory where uploads under way are remembered, so that another process can go on with them; empty to
 *     remember none
 * @param userAgent sent with every request
 * @param tls whom to trust, and who we are
 * @param proxies between us and the registries
 * @param realms hosts of token servers that may get the login, beside those related to the registry
 * @param redactor told every secret
 * @param role what it is for
 */
public record RegistryAccess(
        CredentialSource credentials,
        boolean insecure,
        boolean offline,
        Duration timeout,
        RetryBudget retryBudget,
        Optional<Path> stateDirectory,
        String userAgent,
        TlsFiles tls,
        ProxySource proxies,
        List<String> realms,
        Redactor redactor,
        RegistryRole role) {
    public RegistryAccess {
        realms = List.copyOf(realms);
    }

    /** Access with the system's trust, and without a proxy. */
    public RegistryAccess(
            CredentialSource credentials,
            boolean insecure,
            boolean offline,
            Duration timeout,
            RetryBudget retryBudget,
            Optional<Path> stateDirectory,
            String userAgent) {
        this(
                credentials,
                insecure,
                offline,
                timeout,
                retryBudget,
                stateDirectory,
                userAgent,
                TlsFiles.SYSTEM,
                ProxySource.NONE,
                List.of(),
                new Redactor(),
                RegistryRole.ENVIRONMENT);
    }

    /** {@return the same with other TLS} */
    public RegistryAccess with(TlsFiles other) {
        return with(other, proxies, realms, role);
    }

    /** {@return the same by other proxies} */
    public RegistryAccess with(ProxySource other) {
        return with(tls, other, realms, role);
    }

    /** {@return the same, for something else} */
    public RegistryAccess with(RegistryRole other) {
        return with(tls, proxies, realms, other);
    }

    /** {@return the same with other hosts of token servers} */
    public RegistryAccess withRealms(List<String> other) {
        return with(tls, proxies, other, role);
    }

    private RegistryAccess with(
            TlsFiles otherTls, ProxySource otherProxies, List<String> otherRealms, RegistryRole otherRole) {
        return new RegistryAccess(
                credentials,
                insecure,
                offline,
                timeout,
                retryBudget,
                stateDirectory,
                userAgent,
                otherTls,
                otherProxies,
                otherRealms,
                redactor,
                otherRole);
    }
}
