package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Makes ready on another processor what the first request and the first blob take, while the archive is still being
 * looked for. Most of the time until then passes in the JVM's first look at some 300 classes of HTTP, as many of TLS, and
 * in SHA-256 before it is compiled, which all transfers would otherwise begin with at once. Nothing leaves the machine,
 * and nothing is kept.
 */
public final class HeadStart {
    /** Nobody can listen there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:0/");

    private static final int SLICE = 128 * 1024;
    /** After so many the JIT has what it wants to know. */
    private static final int SLICES = 16;

    private HeadStart() {}

    /**
     * @param tls whether a registry may speak it
     * @return the thread that does it; nobody need wait for it
     */
    public static Thread begin(boolean tls) {
        Thread thread = new Thread(() -> run(tls), "registry-head-start");
        thread.setDaemon(true);
        // What is wrong here is wrong in earnest a moment later, and said then.
        thread.setUncaughtExceptionHandler((any, failure) -> {});
        thread.start();
        return thread;
    }

    private static void run(boolean tls) {
        LateTls system = LateTls.of(TlsFiles.SYSTEM);
        sendNowhere(system);
        hash();
        if (tls) {
            system.ready();
        }
    }

    private static void sendNowhere(LateTls tls) {
        try (Transport transport = new ApacheTransport(Duration.ofSeconds(1), "nobody", tls, ProxyRoutes.DIRECT)) {
            transport.send(Request.of("GET", NOWHERE)).close();
        } catch (IOException e) {
            // As it should be.
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
