package io.github.imagepromotion.web;

import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Clients as the plugin opens them, for which the time between two attempts passes at once. */
public final class TestWebClients {
    private TestWebClients() {}

    /** {@return access with so many retries and nothing else} */
    public static WebAccess access(int retries) {
        return new WebAccess(
                false,
                false,
                retries,
                Accesses.unlimited(),
                "image-promotion-tests",
                TlsFiles.SYSTEM,
                ProxySource.NONE,
                new Redactor());
    }

    /**
     * @param access how services are reached
     * @param waits takes the pauses between attempts, none of which is made
     * @return a client; the caller closes it
     */
    public static WebClient open(WebAccess access, List<Duration> waits) {
        RetryPolicy policy = new RetryPolicy(
                access.retries() + 1,
                Duration.ofMillis(300),
                Duration.ofSeconds(60),
                access.retryBudget(),
                Clock.systemUTC(),
                waits::add,
                new Random());
        return new HttpWebClient(
                access,
                ApacheTransport.of(
                        Duration.ofSeconds(20), access.userAgent(), access.tls(), access.proxies(), access.redactor()),
                policy);
    }
}
