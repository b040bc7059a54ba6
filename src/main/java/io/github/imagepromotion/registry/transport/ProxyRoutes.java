package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the proxy for each server, a redirect's and a token server's too, and its login when the proxy asks for it. No
 * other login is known here, so HttpClient can send none.
 */
final class ProxyRoutes extends DefaultRoutePlanner implements CredentialsProvider {
    /** Every server is reached directly. */
    static final ProxyRoutes DIRECT = new ProxyRoutes(ProxySource.NONE, new Redactor());

    private final ProxySource proxies;
    private final Redactor redactor;
    private final Map<String, Credential> logins = new ConcurrentHashMap<>();

    ProxyRoutes(ProxySource proxies, Redactor redactor) {
        super(null);
        this.proxies = proxies;
        this.redactor = redactor;
    }

    /** {@return the proxy for a server, empty if it is reached directly} */
    Optional<HttpProxy> find(Origin server) {
        Optional<HttpProxy> proxy = proxies.find(server.scheme(), server.host(), server.port());
        proxy.ifPresent(known -> known.credential().ifPresent(login -> {
            redactor.hide(login);
            logins.put(key(known.host(), known.port()), login);
        }));
        return proxy;
    }

    /**
     * A request that goes to the proxy itself carries its login at once: HttpClient would wait for the proxy to ask, and
     * send the request again on a connection where the proxy still waits for the content of the first. A tunnel has no
     * content, and there the proxy chooses the scheme.
     *
     * @param context of one request
     * @param server it is for
     * @param proxy it goes by
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

    /** HttpClient asks for any server that wants a login; an answer is there for proxies only. */
    @Override
    public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
        @Nullable Credential login = logins.get(key(scope.getHost(), scope.getPort()));
        return login == null ? null : credentials(login);
    }
}
