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
 * Client keys, presented only to servers that may see them. Also records whether a server requested a client
 * certificate: such a server closes the connection if it gets none, often before its alert can be read.
 *
 * <p>Null-unmarked: TLS uses {@code null} in arrays, and the parser of the plugin descriptor cannot read such
 * annotations.
 */
@NullUnmarked
final class ClientKeys extends X509ExtendedKeyManager {
    private final Optional<X509ExtendedKeyManager> keys;
    private final Predicate<String> friends;
    private volatile boolean asked;

    /**
     * @param keys the key manager, if a client certificate is configured
     * @param friends whether a host may see the client certificate
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

    /** Redirects may lead anywhere; other hosts must not learn the client's identity. */
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

    /** Server methods are not used. */
    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }
}
