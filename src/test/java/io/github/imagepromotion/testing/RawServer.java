package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.RegistryAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the head of a request and answers what a server never should, byte by byte as it likes. */
public final class RawServer implements AutoCloseable {

    /** Writes to the client until it hangs up. */
    public interface Answer {
        /** @param out to the client */
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    private final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket socket;
    private final Answer answer;

    /** @param answer to each request */
    public RawServer(Answer answer) {
        this.answer = answer;
        try {
            socket = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::serve);
    }

    /** {@return where it listens} */
    public RegistryAddress.Host address() {
        return (RegistryAddress.Host) RegistryAddress.of("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** {@return how many requests came} */
    public int requests() {
        return requests.get();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = socket.accept();
                start(() -> answer(client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void answer(Socket client) {
        try (client) {
            readHead(client.getInputStream());
            requests.incrementAndGet();
            answer.to(client.getOutputStream());
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client hung up, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
