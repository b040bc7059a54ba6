package io.github.imagepromotion.registry.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Which hosts are one another's: the same, or below the same domain that somebody registered, as {@code auth.docker.io}
 * and {@code registry-1.docker.io} are. What can be registered below is told by the public suffix list, which HttpClient
 * brings; names that are no domains, and addresses, are related to themselves only.
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
     * @param host that asks who we are
     * @param registry that we have a login for
     * @param allowed hosts beside it, in any case
     * @return whether the host is to know
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
