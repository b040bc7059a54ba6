package io.github.imagepromotion.registry;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom to trust beside those that the system trusts, and who we are, in TLS.
 *
 * @param caFile PEM file with certificates of authorities
 * @param authorities the same as text, instead
 * @param client our certificate, for a server that asks for one
 * @param friends whether a host, as it is called by, is shown that
 */
public record TlsFiles(
        Optional<Path> caFile, Optional<PemText> authorities, Optional<Client> client, Predicate<String> friends) {
    /** What the system trusts, and no certificate of ours. */
    public static final TlsFiles SYSTEM = new TlsFiles(Optional.empty(), Optional.empty());

    /** Our certificate is shown to nobody yet. */
    public TlsFiles(Optional<Path> caFile, Optional<Client> client) {
        this(caFile, Optional.empty(), client, host -> false);
    }

    /**
     * @param hosts that are shown our certificate when they ask
     * @return the same for them
     */
    public TlsFiles shownTo(Predicate<String> hosts) {
        return new TlsFiles(caFile, authorities, client, hosts);
    }

    /** {@return whether all is as the system has it: nothing is named that could be wrong} */
    public boolean namesNothing() {
        return caFile.isEmpty() && authorities.isEmpty() && client.isEmpty();
    }

    /** A certificate of ours and its key. */
    public sealed interface Client permits Pem, Held, Keystore {}

    /**
     * Two PEM files.
     *
     * @param certificate ours first, then what it was issued by
     * @param key of it, in a form of {@link io.github.imagepromotion.signing.PrivateKeyPem}
     * @param passphrase of the key, where it has one
     */
    public record Pem(Path certificate, Path key, Optional<Secret> passphrase) implements Client {}

    /**
     * Two texts, which are written to no file.
     *
     * @param certificate ours first, then what it was issued by
     * @param key of it, in a form of {@link io.github.imagepromotion.signing.PrivateKeyPem}, not encrypted
     */
    public record Held(PemText certificate, PemText key) implements Client {}

    /**
     * PEM that stands in something else, such as a kubeconfig.
     *
     * @param origin where it stands, for messages
     * @param text all of it
     */
    public record PemText(String origin, Secret text) {}

    /**
     * A PKCS#12 file.
     *
     * @param file with one key and its certificate
     * @param password of file and key
     */
    public record Keystore(Path file, Secret password) implements Client {}
}
