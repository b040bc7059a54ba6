package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.tls.TlsContext;
import java.io.IOException;
import java.net.Socket;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS that is initialized on first use: loading the JDK's providers and trust store takes an eighth of a second, and
 * plain HTTP does not need them. Thread-safe.
 */
final class LateTls implements TlsSocketStrategy {
    private final TlsFiles files;
    volatile @Nullable Ready ready;

    /** Creates TLS connections, and knows whether a server requested a client certificate. */
    record Ready(TlsSocketStrategy strategy, BooleanSupplier asked) {}

    private LateTls(TlsFiles files) {
        this.files = files;
    }

    /**
     * @param files trusted certificates and client certificate
     * @return a strategy; files are checked immediately
     * @throws io.github.imagepromotion.image.ImageException if a file cannot be used
     */
    static LateTls of(TlsFiles files) {
        LateTls tls = new LateTls(files);
        if (!files.namesNothing()) {
            tls.ready();
        }
        return tls;
    }

    /** @param context an initialized context */
    static LateTls of(SSLContext context) {
        LateTls tls = new LateTls(TlsFiles.SYSTEM);
        tls.ready = new Ready(strategy(context), () -> false);
        return tls;
    }

    /** {@return whether a server has requested a client certificate} */
    boolean wasAskedForCertificate() {
        Ready now = ready;
        return now != null && now.asked().getAsBoolean();
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext http)
            throws IOException {
        return ready().strategy().upgrade(socket, target, port, attachment, http);
    }

    /** Initializes it, if it is not yet. */
    Ready ready() {
        Ready known = ready;
        if (known == null) {
            synchronized (this) {
                known = ready;
                if (known == null) {
                    known = make();
                    ready = known;
                }
            }
        }
        return known;
    }

    private Ready make() {
        TlsContext context = TlsContext.of(files);
        return new Ready(strategy(context.ssl()), context::wasAskedForCertificate);
    }

    private static TlsSocketStrategy strategy(SSLContext context) {
        return ClientTlsStrategyBuilder.create().setSslContext(context).buildClassic();
    }
}
