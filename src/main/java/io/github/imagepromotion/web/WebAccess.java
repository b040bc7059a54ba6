package io.github.imagepromotion.web;

import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.TlsFiles;

/**
 * How a service is reached.
 *
 * @param insecure whether plain HTTP will do; on the loopback interface it always does
 * @param offline whether everything is refused
 * @param retries how often a request may be sent again
 * @param budget what the whole call may spend on that
 * @param userAgent sent with every request
 * @param tls whom to trust, and who we are
 * @param proxies between us and the service
 * @param redactor knows every secret
 */
public record WebAccess(
        boolean insecure,
        boolean offline,
        int retries,
        RetryBudget budget,
        String userAgent,
        TlsFiles tls,
        ProxySource proxies,
        Redactor redactor) {

    /** @throws IllegalArgumentException if the retries are negative */
    public WebAccess {
        if (retries < 0) {
            throw new IllegalArgumentException("retries are negative: " + retries);
        }
    }
}
