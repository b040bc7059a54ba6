package io.github.imagepromotion.notify.kubernetes;

import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.TlsFiles.PemText;
import java.net.URI;
import java.util.Optional;

/**
 * An API server, and who we are there.
 *
 * @param server its address, with {@code https}
 * @param authority certificates that its own is issued by, as PEM; empty to trust what the system does
 * @param token sent as a Bearer token
 * @param certificate ours for TLS, as PEM
 * @param key that certificate's, as PEM
 * @param namespace where nothing else is said
 */
public record Cluster(
        URI server,
        Optional<String> authority,
        Optional<Secret> token,
        Optional<String> certificate,
        Optional<Secret> key,
        String namespace) {

    /**
     * @param origin where its certificates and the key stand, for messages
     * @return whom to trust, and who we are for this server alone; in memory
     */
    public TlsFiles tls(String origin) {
        String host = String.valueOf(server.getHost());
        Optional<TlsFiles.Client> client = certificate.flatMap(chain ->
                key.map(own -> new TlsFiles.Held(new PemText(origin, Secret.of(chain)), new PemText(origin, own))));
        return new TlsFiles(
                Optional.empty(),
                authority.map(pem -> new PemText(origin, Secret.of(pem))),
                client,
                host::equalsIgnoreCase);
    }
}
