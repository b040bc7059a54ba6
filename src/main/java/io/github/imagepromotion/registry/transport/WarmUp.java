package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Loads and compiles, in another thread, what the first request and the first blob need, while the archive is being
 * searched. Otherwise the first request would wait for about 300 classes of HTTP and as many of TLS to be loaded, and
 * all transfers would begin with an interpreted SHA-256. Sends nothing, and keeps nothing.
 */
public final class WarmUp {
    /** No server can listen there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:0/");

    private static final int SLICE = 128 * 1024;
    /** After this many calls the JIT has compiled SHA-256, and the loop around it. */
    private static final int SLICES = 64;

    private WarmUp() {}

    /**
     * Prepares HTTP and SHA-256.
     *
     * @return the thread, which need not be waited for
     */
    public static Thread http() {
        return begin("registry-head-start", WarmUp::readyHttp);
    }

    /**
     * Prepares TLS with the system's trust store.
     *
     * @return the thread, which need not be waited for
     */
    public static Thread tls() {
        return begin(
                "registry-head-start-tls", () -> LateTls.of(TlsFiles.SYSTEM).ready());
    }

    private static Thread begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        // The same error will occur in the actual request, and is reported then.
        thread.setUncaughtExceptionHandler((any, failure) -> {});
        thread.start();
        return thread;
    }

    /** HTTP first, since connections are opened before anything is hashed. */
    private static void readyHttp() {
        sendNowhere();
        hash();
    }

    private static void sendNowhere() {
        LateTls unused = LateTls.of(TlsFiles.SYSTEM);
        try (Transport transport = new ApacheTransport(Duration.ofSeconds(1), "nobody", unused, ProxyRoutes.DIRECT)) {
            transport.send(Request.of("GET", NOWHERE)).close();
        } catch (IOException e) {
            // Expected.
        }
    }

    private static void hash() {
        MessageDigest hash = Digest.newSha256();
        byte[] slice = new byte[SLICE];
        for (int i = 0; i < SLICES; i++) {
            hash.update(slice);
        }
    }
}
