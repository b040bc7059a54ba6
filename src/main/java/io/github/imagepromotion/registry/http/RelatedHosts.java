package io.github.imagepromotion.registry.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Tells whether hosts are related: they are equal, or below the same registered domain, such as {@code auth.docker.io}
 * and {@code registry-1.docker.io}. Registered domains are determined by the public suffix list, which HttpClient
 * contains; IP addresses and names that are not domains are related to themselves only.
 */
final class RelatedHosts {
    private RelatedHosts() {}

    /**
     * @param one host, lower-case, an IPv6 address in brackets
     * @param other host
     * @return whether one may act for the other
     */
    static boolean are(String one, String other) {
        return one.equals(other)
                || domain(one)
                        .filter(domain -> domain(other).filter(domain::equals).isPresent())
                        .isPresent();
    }

    /**
     * @param host that asks for a login
     * @param registry that the login is for
     * @param allowed further hosts that may receive the login, case-insensitive
     * @return whether the host may receive the login
     */
    static boolean mayKnowUs(String host, String registry, List<String> allowed) {
        String named = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        String lower = named.toLowerCase(Locale.ROOT);
        return are(lower, registry) || allowed.stream().anyMatch(lower::equalsIgnoreCase);
    }

    private static Optional<String> domain(String host) {
        boolean address = host.startsWith("[") || host.matches("[0-9.]+");
        return address
                ? Optional.empty()
                : Optional.ofNullable(PublicSuffixMatcherLoader.getDefault().getDomainRoot(host));
    }
}
