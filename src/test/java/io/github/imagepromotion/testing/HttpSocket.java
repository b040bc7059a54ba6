package io.github.imagepromotion.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on plain sockets, whose every byte is ours: the JDK's would not refuse {@code Expect}, or reset. */
final class HttpSocket implements AutoCloseable {

    /** Answers a request. */
    interface Handler {
        void handle(HttpCall call) throws IOException;
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "http-socket");
        thread.setDaemon(true);
        return thread;
    });

    HttpSocket(Handler handler) {
        this.handler = handler;
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedInputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
            HttpCall call = HttpCall.read(in, client);
            while (call != null) {
                handler.handle(call);
                call = call.end() ? HttpCall.read(in, client) : null;
            }
        } catch (IOException e) {
            // The client hung up, as it may.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
