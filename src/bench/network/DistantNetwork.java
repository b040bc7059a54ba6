import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A network between a client and a server on this machine, for kernels that have no netem: a delay each way, a rate that
 * all connections share, TCP's handshake, and its slow start (RFC 5681, section 3.1, from ten segments on as RFC 6928
 * says). No loss. Prints the address it listens on, and ends with its standard input.
 *
 * <p>Arguments: the server's host:port, the delay one way in milliseconds, the rate in Mbit/s.
 */
public final class DistantNetwork {
    private static final int SEGMENT = 1460;
    private static final int FIRST_WINDOW = 10 * SEGMENT;
    private static final int LARGEST_WINDOW = 4 * 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final long delay;
    private final double nanosPerByte;
    private long upFree = System.nanoTime();
    private long downFree = System.nanoTime();

    private DistantNetwork(long delay, double nanosPerByte) {
        this.delay = delay;
        this.nanosPerByte = nanosPerByte;
    }

    public static void main(String[] arguments) throws IOException {
        String[] server = arguments[0].split(":");
        DistantNetwork network = new DistantNetwork(
                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1])),
                8000.0 / Double.parseDouble(arguments[2]));
        ServerSocket listening = new ServerSocket();
        listening.setReceiveBufferSize(BUFFER);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        System.out.println("127.0.0.1:" + listening.getLocalPort());
        run(() -> {
            while (true) {
                network.connect(listening.accept(), server[0], Integer.parseInt(server[1]));
            }
        });
        while (System.in.read() >= 0) {
            // Until whoever started it is gone.
        }
        System.exit(0);
    }

    private void connect(Socket client, String host, int port) throws IOException {
        Socket server = new Socket(host, port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        // The client's kernel believes at once to be connected: what it sends waits for the handshake.
        long connected = System.nanoTime() + 2 * delay;
        pipe(client, server, connected, true);
        pipe(server, client, connected, false);
    }

    /** Bytes, and when they arrive; none: the end. */
    private record Piece(byte[] bytes, long arrival) {}

    /** Bytes that are not acknowledged yet, and when they will be. */
    private record Sent(int length, long acknowledged) {}

    private void pipe(Socket from, Socket to, long connected, boolean up) {
        BlockingQueue<Piece> wire = new LinkedBlockingQueue<>();
        run(() -> {
            InputStream in = from.getInputStream();
            Deque<Sent> flight = new ArrayDeque<>();
            byte[] buffer = new byte[BUFFER];
            long window = FIRST_WINDOW;
            long flying = 0;
            try {
                while (true) {
                    while (flying >= window) {
                        until(flight.getFirst().acknowledged());
                        window = Math.min(LARGEST_WINDOW, window + flight.getFirst().length());
                        flying -= flight.removeFirst().length();
                    }
                    while (!flight.isEmpty() && flight.getFirst().acknowledged() <= System.nanoTime()) {
                        window = Math.min(LARGEST_WINDOW, window + flight.getFirst().length());
                        flying -= flight.removeFirst().length();
                    }
                    int length = in.read(buffer, 0, (int) Math.min(buffer.length, window - flying));
                    if (length < 0) {
                        break;
                    }
                    until(connected);
                    long arrival = sent(length, up) + delay;
                    flight.addLast(new Sent(length, arrival + delay));
                    flying += length;
                    wire.add(new Piece(java.util.Arrays.copyOf(buffer, length), arrival));
                }
            } finally {
                wire.add(new Piece(new byte[0], System.nanoTime() + delay));
            }
        });
        run(() -> {
            try (to) {
                OutputStream out = to.getOutputStream();
                for (Piece piece = wire.take(); piece.bytes().length > 0; piece = wire.take()) {
                    until(piece.arrival());
                    out.write(piece.bytes());
                }
                to.shutdownOutput();
                // The other way may still be under way.
                TimeUnit.NANOSECONDS.sleep(4 * delay);
            }
        });
    }

    /** When the last byte has left, behind what all other connections have sent. */
    private synchronized long sent(int length, boolean up) {
        long begin = Math.max(System.nanoTime(), up ? upFree : downFree);
        long end = begin + (long) (length * nanosPerByte);
        if (up) {
            upFree = end;
        } else {
            downFree = end;
        }
        return end;
    }

    private static void until(long time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time - System.nanoTime());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // A connection has ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
