package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does not log what passes through it: HttpClient's debug log, which Maven shows with {@code -X},
 * contains every header, including {@code Authorization}, and every byte. A response with an incomplete head is an
 * error.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {
    /** Limits headers: 200 lines of 32 KB. What is larger than the buffers is read and written past them. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(8 * 1024)
            .setMaxHeaderCount(200)
            .setMaxLineLength(32 * 1024)
            .setMaxEmptyLineCount(10)
            .build();

    private QuietConnection(Duration patience) {
        super("registry", null, null, LIMITS, null, null, null, limits -> new WholeHeadParser(LIMITS, patience));
    }

    /**
     * @param socket connected socket; null if there is none yet
     * @param patience maximum time of reading a head after its first byte
     */
    static ManagedHttpClientConnection create(@Nullable Socket socket, Duration patience) throws IOException {
        QuietConnection connection = new QuietConnection(patience);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        bind(new SocketHolder(tls, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {
        // Not logged: it may contain credentials.
    }

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {
        // Not logged: it is untrusted.
    }
}
