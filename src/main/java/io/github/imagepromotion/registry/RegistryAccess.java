package io.github.imagepromotion.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings for connecting to registries.
 *
 * @param credentials finds the credential of each registry
 * @param insecure whether plain HTTP is allowed for a host without a scheme in its address
 * @param offline whether every registry that is not a directory is refused
 * @param timeout for connecting, and for waiting for an answer or the next byte
 * @param retryBudget limits the retries
 * @param stateDirectory directory that stores the state of uploads, so that another process can resume them; empty to
 *     store none
 * @param userAgent sent with every request
 * @param tls trusted authorities and the client certificate
 * @param proxies finds the proxy for each registry
 * @param realms hosts of token servers that may receive the credential, in addition to those related to the registry
 * @param redactor is given every secret
 * @param role what the registries are used for
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
}
