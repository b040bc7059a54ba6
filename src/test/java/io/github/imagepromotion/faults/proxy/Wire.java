package io.github.imagepromotion.faults.proxy;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One end of a connection, with ways to mistreat it. */
final class Wire implements Closeable {
    private static final int DRIPS = 8;
    private static final long DRIP_MILLIS = 20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int from, int to) throws IOException {
        out.write(bytes, from, to - from);
        out.flush();
    }

    void drip(byte[] bytes) throws IOException {
        for (int drip = 0; drip < DRIPS; drip++) {
            write(bytes, bytes.length * drip / DRIPS, bytes.length * (drip + 1) / DRIPS);
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(DRIP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it with RST instead of FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends it so that what was written is read, though the other side is still sending (RFC 9112, section 9.6). */
    void finish() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(200);
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
