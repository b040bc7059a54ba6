package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.Redactor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy of each server, including those of redirects and tokens, and its credentials when the proxy
 * requests them. HttpClient gets no other credentials, so it cannot send any.
 */
final class ProxyRoutes extends DefaultRoutePlanner implements CredentialsProvider {
    /** No proxies. */
    static final ProxyRoutes DIRECT = new ProxyRoutes(ProxySource.NONE, new Redactor());

    private final ProxySource proxies;
    private final Redactor redactor;
    private final Map<String, Credential> logins = new ConcurrentHashMap<>();

    ProxyRoutes(ProxySource proxies, Redactor redactor) {
        super(null);
        this.proxies = proxies;
        this.redactor = redactor;
    }

    /** {@return the proxy of a server, if it has one} */
    Optional<HttpProxy> find(Origin server) {
        Optional<HttpProxy> proxy = proxies.find(server.scheme(), server.host(), server.port());
        proxy.ifPresent(known -> known.credential().ifPresent(login -> {
            redactor.hide(login);
            logins.put(key(known.host(), known.port()), login);
        }));
        return proxy;
    }

    /** {@return how HttpClient reaches a server; empty if by a proxy} */
    Optional<HttpRoute> direct(URI server) {
        try {
            return Optional.of(determineRoute(HttpHost.create(server), HttpClientContext.create()))
                    .filter(route -> route.getProxyHost() == null);
        } catch (HttpException e) {
            return Optional.empty();
        }
    }

    /**
     * Adds the proxy's credentials to a request that is sent to the proxy itself: otherwise HttpClient would wait for a
     * challenge, and then repeat the request on a connection where the proxy still expects the content of the first.
     * For a tunnel, which has no content, the proxy selects the scheme.
     *
     * @param context context of the request
     * @param server server of the request
     * @param proxy its proxy
     */
    void prepare(HttpClientContext context, Origin server, Optional<HttpProxy> proxy) {
        if (server.isPlain()) {
            proxy.ifPresent(known -> known.credential().ifPresent(login -> {
                BasicScheme scheme = new BasicScheme(StandardCharsets.UTF_8);
                scheme.initPreemptive(credentials(login));
                context.resetAuthExchange(host(known), scheme);
            }));
        }
    }

    private static HttpHost host(HttpProxy proxy) {
        return new HttpHost(proxy.host(), proxy.port());
    }

    private static Credentials credentials(Credential login) {
        return new UsernamePasswordCredentials(
                login.username(), login.secret().reveal().toCharArray());
    }

    private static String key(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
        String host = target.getHostName().toLowerCase(Locale.ROOT);
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        int standard = target.getSchemeName().equals("https") ? 443 : 80;
        int port = target.getPort() < 0 ? standard : target.getPort();
        return find(new Origin(target.getSchemeName(), bracketed, port))
                .map(ProxyRoutes::host)
                .orElse(null);
    }

    /** HttpClient asks for credentials of any server; only proxies have them here. */
    @Override
    public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
        @Nullable Credential login = logins.get(key(scope.getHost(), scope.getPort()));
        return login == null ? null : credentials(login);
    }
}
