package io.github.imagepromotion.registry;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom to trust beside those that the system trusts, and who we are, in TLS.
 *
 * @param caFile PEM file with certificates of authorities
 * @param client our certificate, for a server that asks for one
 * @param friends whether a host, as it is called by, is shown that
 */
public record TlsFiles(Optional<Path> caFile, Optional<Client> client, Predicate<String> friends) {
    /** What the system trusts, and no certificate of ours. */
    public static final TlsFiles SYSTEM = new TlsFiles(Optional.empty(), Optional.empty());

    /** Our certificate is shown to nobody yet. */
    public TlsFiles(Optional<Path> caFile, Optional<Client> client) {
        this(caFile, client, host -> false);
    }

    /**
     * @param hosts that are shown our certificate when they ask
     * @return the same for them
     */
    public TlsFiles shownTo(Predicate<String> hosts) {
        return new TlsFiles(caFile, client, hosts);
    }

    /** A certificate of ours and its key. */
    public sealed interface Client permits Pem, Keystore {}

    /**
     * Two PEM files.
     *
     * @param certificate ours first, then what it was issued by
     * @param key in PKCS#8, not encrypted
     */
    public record Pem(Path certificate, Path key) implements Client {}

    /**
     * A PKCS#12 file.
     *
     * @param file with one key and its certificate
     * @param password of file and key
     */
    public record Keystore(Path file, Secret password) implements Client {}
}
