package io.github.imagepromotion.registry;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The TLS settings: authorities that are trusted in addition to the system's, and the client certificate.
 *
 * @param caFile PEM file with certificates of authorities
 * @param authorities the same as text, as an alternative
 * @param client client certificate, for servers that ask for one
 * @param friends whether the client certificate is shown to a host
 */
public record TlsFiles(
        Optional<Path> caFile, Optional<PemText> authorities, Optional<Client> client, Predicate<String> friends) {
    /** The system's authorities, and no client certificate. */
    public static final TlsFiles SYSTEM = new TlsFiles(Optional.empty(), Optional.empty());

    /** TLS settings whose client certificate is not presented to any host yet. */
    public TlsFiles(Optional<Path> caFile, Optional<Client> client) {
        this(caFile, Optional.empty(), client, host -> false);
    }

    /**
     * @param hosts hosts that may see the client certificate
     * @return a copy for these hosts
     */
    public TlsFiles shownTo(Predicate<String> hosts) {
        return new TlsFiles(caFile, authorities, client, hosts);
    }

    /** {@return whether these are the system's settings: no file is named that could be invalid} */
    public boolean namesNothing() {
        return caFile.isEmpty() && authorities.isEmpty() && client.isEmpty();
    }

    /** A client certificate and its key. */
    public sealed interface Client permits Pem, Held, Keystore {}

    /**
     * Two PEM files.
     *
     * @param certificate the client certificate, followed by its issuers
     * @param key its key, in a form of {@link io.github.imagepromotion.signing.PrivateKeyPem}
     * @param passphrase of the key, if it is encrypted
     */
    public record Pem(Path certificate, Path key, Optional<Secret> passphrase) implements Client {}

    /**
     * Two texts, which are never written to a file.
     *
     * @param certificate the client certificate, followed by its issuers
     * @param key its key, in a form of {@link io.github.imagepromotion.signing.PrivateKeyPem}, not encrypted
     */
    public record Held(PemText certificate, PemText key) implements Client {}

    /**
     * PEM that is part of another document, such as a kubeconfig.
     *
     * @param origin the document, for messages
     * @param text the PEM text
     */
    public record PemText(String origin, Secret text) {}

    /**
     * A PKCS#12 file.
     *
     * @param file keystore with one key and its certificate
     * @param password of file and key
     */
    public record Keystore(Path file, Secret password) implements Client {}
}
