package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;

/**
 * The active proxies of settings.xml, selected as Maven does for its repositories: the first one with the protocol of
 * the URL, for HTTPS otherwise the first one for HTTP, unless its {@code <nonProxyHosts>} contain the host.
 */
final class SettingsProxies implements ProxySource {
    private final List<Proxy> active;
    private final SettingsDecryption decryption;
    private final Map<Proxy, HttpProxy> decrypted = new ConcurrentHashMap<>();

    /**
     * @param active active proxies, in order
     * @param decryption decrypts their passwords
     */
    SettingsProxies(List<Proxy> active, SettingsDecryption decryption) {
        this.active = List.copyOf(active);
        this.decryption = decryption;
    }

    @Override
    public Optional<HttpProxy> find(String scheme, String host, int port) {
        return Stream.of(scheme, "http")
                .distinct()
                .flatMap(protocol -> active.stream().filter(proxy -> protocol.equalsIgnoreCase(proxy.getProtocol())))
                .filter(proxy -> !isExempt(proxy, host))
                .findFirst()
                .map(proxy -> decrypted.computeIfAbsent(proxy, this::proxy));
    }

    private static boolean isExempt(Proxy proxy, String host) {
        String hosts = proxy.getNonProxyHosts() == null ? "" : proxy.getNonProxyHosts();
        return Stream.of(hosts.toLowerCase(Locale.ROOT).split("[|,]"))
                .map(String::trim)
                .filter(pattern -> !pattern.isEmpty())
                .anyMatch(pattern -> host.matches(expression(pattern)));
    }

    private static String expression(String pattern) {
        return Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    private HttpProxy proxy(Proxy encrypted) {
        String origin = "proxy '" + encrypted.getId() + "' of settings.xml";
        Proxy proxy = decryption.decrypted(encrypted, origin);
        Optional<Credential> login = Optional.ofNullable(proxy.getUsername())
                .filter(user -> !user.isEmpty())
                .map(user -> new Credential(
                        origin, user, Secret.of(proxy.getPassword() == null ? "" : proxy.getPassword()), false));
        return new HttpProxy(proxy.getHost(), proxy.getPort(), login, origin);
    }
}
