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
public final class WarmUp {
    /** Nobody can listen there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:0/");

    private static final int SLICE = 128 * 1024;
    /** After so many the JIT has heard of SHA-256, which it then compiles beside other work. */
    private static final int SLICES_TO_BE_HEARD = 16;
    /** After so many it has heard of the loop around it, too. */
    private static final int SLICES_IN_ALL = 64;

    private WarmUp() {}

    /**
     * HTTP and SHA-256.
     *
     * @return the thread that does it; nobody need wait for it
     */
    public static Thread http() {
        return begin("registry-head-start", WarmUp::readyHttp);
    }

    /**
     * TLS, by what the system trusts.
     *
     * @return the thread that does it; nobody need wait for it
     */
    public static Thread tls() {
        return begin(
                "registry-head-start-tls", () -> LateTls.of(TlsFiles.SYSTEM).ready());
    }

    private static Thread begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        // What is wrong here is wrong in earnest a moment later, and said then.
        thread.setUncaughtExceptionHandler((any, failure) -> {});
        thread.start();
        return thread;
    }

    private static void readyHttp() {
        hash(SLICES_TO_BE_HEARD);
        sendNowhere();
        hash(SLICES_IN_ALL - SLICES_TO_BE_HEARD);
    }

    private static void sendNowhere() {
        LateTls unused = LateTls.of(TlsFiles.SYSTEM);
        try (Transport transport = new ApacheTransport(Duration.ofSeconds(1), "nobody", unused, ProxyRoutes.DIRECT)) {
            transport.send(Request.of("GET", NOWHERE)).close();
        } catch (IOException e) {
            // As it should be.
        }
    }

    private static void hash(int slices) {
        MessageDigest hash = Digest.newSha256();
        byte[] slice = new byte[SLICE];
        for (int i = 0; i < slices; i++) {
            hash.update(slice);
        }
    }
}
