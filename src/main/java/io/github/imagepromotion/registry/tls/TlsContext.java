package io.github.imagepromotion.registry.tls;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates TLS contexts. Writes nothing to disk, and sets no system properties. */
public final class TlsContext {
    private final SSLContext context;
    private final ClientKeys keys;

    private TlsContext(SSLContext context, ClientKeys keys) {
        this.context = context;
        this.keys = keys;
    }

    /** {@return the context for connections} */
    public SSLContext ssl() {
        return context;
    }

    /** {@return whether a server has requested a client certificate} */
    public boolean wasAskedForCertificate() {
        return keys.asked();
    }

    /**
     * @param files trusted certificates in addition to the JDK's, and client certificate
     * @return the context
     * @throws ImageException if a file is missing or malformed
     */
    public static TlsContext of(TlsFiles files) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            ClientKeys keys = new ClientKeys(
                    files.client().isPresent() ? keys(files.client().get()) : Optional.empty(), files.friends());
            context.init(
                    new KeyManager[] {keys},
                    authorities(files).isPresent() ? trust(authorities(files).get()) : null,
                    null);
            return new TlsContext(context, keys);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static Optional<PemFile> authorities(TlsFiles files) {
        return files.caFile()
                .map(path -> PemFile.read("the trusted authorities", TlsReason.CA_FILE, path))
                .or(() -> files.authorities().map(text -> PemFile.of("the authority in", text)));
    }

    /** Trust anchors of the JDK and of the file in one store, so that the same trust manager checks both. */
    private static TrustManager[] trust(PemFile authorities) throws GeneralSecurityException, IOException {
        List<X509Certificate> anchors = new ArrayList<>(authorities.certificates());
        anchors.addAll(systemAnchors());
        KeyStore store = empty();
        for (int i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), anchors.get(i));
        }
        return managers(Optional.of(store));
    }

    private static List<X509Certificate> systemAnchors() throws GeneralSecurityException {
        return Stream.of(managers(Optional.empty()))
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    private static TrustManager[] managers(Optional<KeyStore> store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        @Nullable KeyStore none = null;
        factory.init(store.orElse(none));
        return factory.getTrustManagers();
    }

    private static Optional<X509ExtendedKeyManager> keys(TlsFiles.Client client)
            throws GeneralSecurityException, IOException {
        if (client instanceof TlsFiles.Keystore keystore) {
            return managers(load(keystore), keystore.password().reveal().toCharArray());
        }
        if (client instanceof TlsFiles.Held held) {
            return keys(
                    PemFile.of("the client certificate in", held.certificate()),
                    PemFile.of("the client key in", held.key()),
                    Optional.empty(),
                    TlsReason.HELD_PASSPHRASE);
        }
        TlsFiles.Pem pem = (TlsFiles.Pem) client;
        return keys(
                PemFile.read("the client certificate", TlsReason.CLIENT_CERTIFICATE, pem.certificate()),
                PemFile.read("the client key", TlsReason.CLIENT_KEY, pem.key()),
                pem.passphrase(),
                TlsReason.PASSPHRASE);
    }

    private static Optional<X509ExtendedKeyManager> keys(
            PemFile certificate, PemFile privateKey, Optional<Secret> passphrase, TlsReason passphraseReason)
            throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = certificate.certificates();
        ClientKey key = ClientKey.in(privateKey, passphrase, passphraseReason);
        key.checkBelongsTo(chain.get(0).getPublicKey());
        char[] inMemoryOnly = {};
        KeyStore store = empty();
        store.setKeyEntry("client", key.key(), inMemoryOnly, chain.toArray(new Certificate[0]));
        return managers(store, inMemoryOnly);
    }

    private static KeyStore load(TlsFiles.Keystore keystore) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore.file())) {
            store.load(in, keystore.password().reveal().toCharArray());
            if (store.size() == 0) {
                throw refused(keystore.file(), "it holds no key");
            }
            return store;
        } catch (NoSuchFileException e) {
            throw refused(keystore.file(), "there is no such file");
        } catch (IOException e) {
            // The JDK's exception for a wrong password and for a file that is not PKCS#12.
            throw refused(keystore.file(), "it cannot be opened with that password, or is not a PKCS#12 file");
        }
    }

    private static Optional<X509ExtendedKeyManager> managers(KeyStore store, char[] password)
            throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return Stream.of(factory.getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static ImageException refused(Path file, String why) {
        return new ImageException(
                Message.of("Cannot use the keystore " + Text.quote(file.toString()) + ": " + why + ".")
                        .because(TlsReason.KEYSTORE));
    }

    /** Reasons why TLS cannot be configured. */
    public enum TlsReason implements Reason {
        /** The CA file cannot be read. */
        CA_FILE,
        /** The client certificate's file cannot be read. */
        CLIENT_CERTIFICATE,
        /** The client key's file cannot be read. */
        CLIENT_KEY,
        /** The client key is malformed. */
        KEY_FORM,
        /** A client key embedded in another file is encrypted. */
        HELD_PASSPHRASE,
        /** The passphrase of a key is missing or wrong. */
        PASSPHRASE,
        /** The key does not match the certificate. */
        OTHER_KEY,
        /** The keystore cannot be opened. */
        KEYSTORE
    }
}
