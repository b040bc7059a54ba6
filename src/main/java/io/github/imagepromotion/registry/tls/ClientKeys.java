package io.github.imagepromotion.registry.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.NullUnmarked;

/**
 * Our keys, or none, for the servers that may know who we are; and whether a server asked for one: one that wants a
 * certificate and gets none closes the connection, often before its reason can be read.
 *
 * <p>Unmarked: TLS passes and takes {@code null} in arrays, which the plugin descriptor's parser cannot read as such.
 */
@NullUnmarked
final class ClientKeys extends X509ExtendedKeyManager {
    private final Optional<X509ExtendedKeyManager> keys;
    private final Predicate<String> friends;
    private volatile boolean asked;

    /**
     * @param keys ours
     * @param friends whether a host may know who we are
     */
    ClientKeys(Optional<X509ExtendedKeyManager> keys, Predicate<String> friends) {
        this.keys = keys;
        this.friends = friends;
    }

    boolean asked() {
        return asked;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        asked = true;
        return socket instanceof SSLSocket tls
                ? keys.filter(manager -> isFriend(tls.getHandshakeSession()))
                        .map(manager -> manager.chooseClientAlias(types, issuers, socket))
                        .orElse(null)
                : null;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        asked = true;
        return keys.filter(manager -> isFriend(engine.getHandshakeSession()))
                .map(manager -> manager.chooseEngineClientAlias(types, issuers, engine))
                .orElse(null);
    }

    /** A redirect leads anywhere, and who we are is nobody else's business. */
    private boolean isFriend(SSLSession handshake) {
        return handshake != null && friends.test(handshake.getPeerHost());
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
