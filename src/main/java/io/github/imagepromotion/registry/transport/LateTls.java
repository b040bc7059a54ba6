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
 * TLS that is made ready when it is first needed: the JDK's providers and trust store take an eighth of a second, and a
 * registry on plain HTTP needs none of them. Safe for use by several threads.
 */
final class LateTls implements TlsSocketStrategy {
    private final TlsFiles files;
    volatile @Nullable Ready ready;

    /** What it takes to connect, and whether a server asked for a certificate of ours. */
    record Ready(TlsSocketStrategy strategy, BooleanSupplier asked) {}

    private LateTls(TlsFiles files) {
        this.files = files;
    }

    /**
     * @param files whom to trust, and who we are
     * @return what connects by them
     * @throws io.github.imagepromotion.image.ImageException if one of them cannot be used: that is told at once
     */
    static LateTls of(TlsFiles files) {
        LateTls tls = new LateTls(files);
        if (!files.namesNothing()) {
            tls.ready();
        }
        return tls;
    }

    /** @param context that is ready */
    static LateTls of(SSLContext context) {
        LateTls tls = new LateTls(TlsFiles.SYSTEM);
        tls.ready = new Ready(strategy(context), () -> false);
        return tls;
    }

    /** {@return whether a server has asked for a certificate of ours} */
    boolean wasAskedForCertificate() {
        Ready now = ready;
        return now != null && now.asked().getAsBoolean();
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext http)
            throws IOException {
        return ready().strategy().upgrade(socket, target, port, attachment, http);
    }

    /** Makes it ready, if it is not yet. */
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
