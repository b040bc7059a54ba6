package io.github.imagepromotion.faults.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A reverse proxy before a registry. It forwards the {@code Host}, so that the registry sends its clients back here.
 * Every connection has a thread of its own; a stall lasts until the proxy is closed.
 */
public final class FaultProxy implements AutoCloseable {
    /** Small, so that a stall is felt by a client that still has much to send. */
    private static final int RECEIVE_BUFFER = 16 * 1024;

    private final InetSocketAddress registry;
    private final Traffic traffic;
    private final ServerSocket server;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Set<String> lostSessions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Faults faults;
    private volatile boolean whole;

    private FaultProxy(InetSocketAddress registry, Faults faults, Traffic traffic, ServerSocket server) {
        this.registry = registry;
        this.faults = faults;
        this.traffic = traffic;
        this.server = server;
    }

    /**
     * @param registry {@code http://host:port}
     * @param faults what goes wrong
     * @param traffic watches
     * @return a proxy on a free loopback port
     */
    public static FaultProxy start(String registry, Faults faults, Traffic traffic) {
        try {
            URI uri = URI.create(registry);
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(RECEIVE_BUFFER);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
            FaultProxy proxy =
                    new FaultProxy(new InetSocketAddress(uri.getHost(), uri.getPort()), faults, traffic, server);
            thread("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, "fault-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return {@code http://127.0.0.1:port}} */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Nothing goes wrong from now on, but for what is stalled already. */
    public void behave() {
        faults = Faults.NONE;
        lostSessions.clear();
    }

    /** Passes on whole requests only from now on, as nginx does by default ({@code proxy_request_buffering}). */
    public void passOnWholeRequests() {
        whole = true;
    }

    boolean passesOnWholeRequests() {
        return whole;
    }

    Optional<Fault> next(Operation operation, Head request) {
        if (lostSessions.contains(Operation.session(request))
                && !Operation.session(request).isEmpty()) {
            return Optional.of(Fault.of(FaultKind.SESSION_LOST, 0));
        }
        Optional<Fault> fault = faults.next(operation, request);
        if (fault.filter(some -> some.kind() == FaultKind.SESSION_LOST).isPresent()) {
            lostSessions.add(Operation.session(request));
        }
        return fault;
    }

    void injected(FaultKind kind) {
        faults.injected(kind);
    }

    String expiredToken() {
        return faults.expiredToken();
    }

    Traffic traffic() {
        return traffic;
    }

    Wire connect() throws IOException {
        Wire wire = new Wire(new Socket(registry.getAddress(), registry.getPort()));
        open.add(wire);
        return wire;
    }

    void done(Wire wire) throws IOException {
        open.remove(wire);
        wire.close();
    }

    /** Holds a connection on which nothing happens any more. */
    void stall() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                thread("connection", () -> serve(client));
            } catch (IOException e) {
                // Closed, or the client is gone already.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Wire wire = new Wire(client);
            Optional<Head> request = Head.read(wire.in());
            while (request.isPresent() && new Exchange(this, wire, request.get()).run()) {
                request = Head.read(wire.in());
            }
        } catch (IOException e) {
            // What a client or the registry breaks off ends here, as does what we broke ourselves.
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Closeable connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
