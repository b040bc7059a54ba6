package io.github.imagepromotion.registry.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.NullUnmarked;

/**
 * Our keys, or none, and whether a server asked for one: one that wants a certificate and gets none closes the
 * connection, often before its reason can be read.
 *
 * <p>Unmarked: TLS passes and takes {@code null} in arrays, which the plugin descriptor's parser cannot read as such.
 */
@NullUnmarked
final class ClientKeys extends X509ExtendedKeyManager {
    private final Optional<X509ExtendedKeyManager> keys;
    private volatile boolean asked;

    ClientKeys(Optional<X509ExtendedKeyManager> keys) {
        this.keys = keys;
    }

    boolean asked() {
        return asked;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        asked = true;
        return keys.map(manager -> manager.chooseClientAlias(types, issuers, socket))
                .orElse(null);
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        asked = true;
        return keys.map(manager -> manager.chooseEngineClientAlias(types, issuers, engine))
                .orElse(null);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return keys.map(manager -> manager.getClientAliases(type, issuers)).orElse(null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.map(manager -> manager.getCertificateChain(alias)).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.map(manager -> manager.getPrivateKey(alias)).orElse(null);
    }

    /** We are no server. */
    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }
}
