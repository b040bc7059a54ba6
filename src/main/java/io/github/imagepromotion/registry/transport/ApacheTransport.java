package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache HttpClient without redirects, retries, authentication of servers, cookies and content decoding. Reads no
 * system properties.
 */
public final class ApacheTransport implements Transport {
    private static final int MOST_CONNECTIONS = 64;
    /** A larger body waits for {@code 100 Continue}, so that it is not sent in vain. */
    private static final long LARGE_BODY = 1024 * 1024;
    /** Many servers and proxies never send {@code 100 Continue}. */
    private static final Timeout PATIENCE_FOR_CONTINUE = Timeout.ofSeconds(1);

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final StallWatch stalls;
    private final ProxyRoutes routes;
    private final LateTls tls;
    private final Set<Origin> withoutExpect = ConcurrentHashMap.newKeySet();
    private final Set<Origin> trusted = ConcurrentHashMap.newKeySet();
    private volatile boolean answered;

    /**
     * @param timeout time-out of connecting, and between two bytes in either direction
     * @param userAgent User-Agent of every request
     * @param tls trusted certificates and client certificate
     * @param routes proxies
     */
    ApacheTransport(Duration timeout, String userAgent, LateTls tls, ProxyRoutes routes) {
        this.connections = connections(timeout, tls);
        this.client = client(timeout, userAgent, connections, routes);
        this.stalls = new StallWatch(timeout);
        this.routes = routes;
        this.tls = tls;
    }

    /** Without proxies. */
    public ApacheTransport(Duration timeout, String userAgent, SSLContext tls) {
        this(timeout, userAgent, LateTls.of(tls), ProxyRoutes.DIRECT);
    }

    /**
     * @param timeout time-out of connecting, and between two bytes in either direction
     * @param userAgent User-Agent of every request
     * @param files trusted certificates and client certificate
     * @param proxies proxies
     * @param redactor receives the logins of proxies
     * @return a transport; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if a file cannot be used
     */
    public static ApacheTransport of(
            Duration timeout, String userAgent, TlsFiles files, ProxySource proxies, Redactor redactor) {
        return new ApacheTransport(timeout, userAgent, LateTls.of(files), new ProxyRoutes(proxies, redactor));
    }

    private static PoolingHttpClientConnectionManager connections(Duration timeout, LateTls tls) {
        Timeout patience = Timeout.of(timeout);
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> QuietConnection.create(socket, timeout))
                .setTlsSocketStrategy(tls)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(patience)
                        .setSocketTimeout(patience)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
    }

    private static CloseableHttpClient client(
            Duration timeout, String userAgent, PoolingHttpClientConnectionManager connections, ProxyRoutes routes) {
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent(userAgent)
                .setRequestExecutor(new HttpRequestExecutor(PATIENCE_FOR_CONTINUE, null, null))
                .setRoutePlanner(routes)
                .setDefaultCredentialsProvider(routes)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "tunnel", Tunnels::pass)
                .setDefaultRequestConfig(requestConfig(timeout).build());
        return builder.disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
    }

    private static RequestConfig.Builder requestConfig(Duration timeout) {
        return RequestConfig.custom()
                .setResponseTimeout(Timeout.of(timeout))
                // Waiting for a free connection is not an error of the registry.
                .setConnectionRequestTimeout(Timeout.of(1, TimeUnit.HOURS))
                // Needed for proxies; the client has no other credentials.
                .setAuthenticationEnabled(true)
                .setProtocolUpgradeEnabled(false)
                .setRedirectsEnabled(false);
    }

    @Override
    public Response send(Request request) throws IOException {
        boolean expects = request.body().filter(body -> waits(request, body)).isPresent()
                && !withoutExpect.contains(request.origin())
                && !trusted.contains(request.origin());
        Response response = sendOnTrust(request, expects);
        if (expects && response.status() == 417) {
            // 417 Expectation Failed (RFC 9110, section 10.1.1): repeat without Expect.
            withoutExpect.add(request.origin());
            response.close();
            return send(request, false);
        }
        remember(request, response.status());
        return response;
    }

    private Response sendOnTrust(Request request, boolean expects) throws IOException {
        try {
            return send(request, expects);
        } catch (IOException e) {
            trusted.remove(request.origin());
            throw e;
        }
    }

    /**
     * A server that accepted a large body will accept the next one, and Expect would cost a round trip; after a refusal
     * or a broken connection it is used again.
     */
    private void remember(Request request, int status) {
        if (request.body().filter(body -> waits(request, body)).isPresent()) {
            if (status < 300) {
                trusted.add(request.origin());
            } else {
                trusted.remove(request.origin());
            }
        }
    }

    private static boolean waits(Request request, Body body) {
        return body.length() > LARGE_BODY || request.method().equals("PATCH");
    }

    /**
     * Servers may close an idle connection at any time, whatever the request: it is sent again, unless it may have been
     * processed and is not idempotent.
     */
    private Response send(Request request, boolean expects) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        HttpUriRequestBase outgoing = outgoing(request, expects);
        try {
            return exchange(request, outgoing, context);
        } catch (NoHttpResponseException | SocketException | ConnectionClosedException e) {
            if (!wasUsedBefore(context) || !isRepeatable(request, outgoing)) {
                throw e;
            }
            return exchange(request, outgoing(request, expects), HttpClientContext.create());
        }
    }

    private static boolean wasUsedBefore(HttpClientContext context) {
        EndpointDetails connection = context.getEndpointDetails();
        return connection != null && connection.getResponseCount() > 0;
    }

    private static boolean isRepeatable(Request request, HttpUriRequestBase outgoing) {
        boolean sent = outgoing.getEntity() instanceof BodyEntity body && body.isBegun();
        boolean cheap = request.body().filter(body -> waits(request, body)).isEmpty();
        return request.limit().isEmpty() && !outgoing.isCancelled() && (cheap || !sent);
    }

    private HttpUriRequestBase outgoing(Request request, boolean expects) {
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(outgoing::setHeader);
        request.body().ifPresent(body -> outgoing.setEntity(new BodyEntity(body, stalls, outgoing::cancel)));
        if (expects) {
            outgoing.setConfig(
                    requestConfig(stalls.limit()).setExpectContinueEnabled(true).build());
        }
        return outgoing;
    }

    private Response exchange(Request request, HttpUriRequestBase outgoing, HttpClientContext context)
            throws IOException {
        Runnable stopClock = stalls.clock(request.limit(), outgoing::cancel);
        try {
            return new ApacheResponse(
                    request.uri(), execute(request, outgoing, context), outgoing::cancel, stopClock, stalls.limit());
        } catch (IOException | RuntimeException e) {
            stopClock.run();
            throw e;
        }
    }

    private ClassicHttpResponse execute(Request request, HttpUriRequestBase outgoing, HttpClientContext context)
            throws IOException {
        Optional<HttpProxy> proxy = routes.find(request.origin());
        routes.prepare(context, request.origin(), proxy);
        try {
            ClassicHttpResponse response = client.executeOpen(null, outgoing, context);
            if (proxy.isPresent() && (response.getCode() == 407 || Tunnels.isMissing(request, context))) {
                response.close();
                throw ProxyException.refused(proxy.get(), response.getCode());
            }
            answered = true;
            return response;
        } catch (ConnectException | UnknownHostException | NoRouteToHostException e) {
            throw proxy.isPresent() ? ProxyException.unreachable(proxy.get(), e) : e;
        } catch (SSLException | SocketException e) {
            throw wasAskedForCertificate() && !answered ? new CertificateWantedException(e) : e;
        }
    }

    @Override
    public void connect(URI server, int count) throws IOException {
        Optional<HttpRoute> route = routes.direct(server);
        List<ConnectionEndpoint> leased = new ArrayList<>();
        try {
            for (int i = 0; i < count && route.isPresent(); i++) {
                leased.add(leased(route.get()));
            }
            List<ConnectionEndpoint> open =
                    leased.stream().filter(ConnectionEndpoint::isConnected).toList();
            leased.removeAll(open);
            open.forEach(each -> connections.release(each, null, TimeValue.NEG_ONE_MILLISECOND));
            Parallel.forEach(
                    leased, count, connection -> connections.connect(connection, null, HttpClientContext.create()));
        } catch (IOException | RuntimeException e) {
            // One that could not be opened has a socket all the same, and would be lent as if it were open.
            leased.forEach(each -> each.close(CloseMode.IMMEDIATE));
            throw e;
        } finally {
            leased.forEach(each -> connections.release(each, null, TimeValue.NEG_ONE_MILLISECOND));
        }
    }

    private ConnectionEndpoint leased(HttpRoute route) throws IOException {
        try {
            return connections.lease("head start", route, null).get(Timeout.of(stalls.limit()));
        } catch (InterruptedException e) {
            throw Pause.interrupted("connections are opened", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no connection is free", e);
        }
    }

    @Override
    public boolean wasAskedForCertificate() {
        return tls.wasAskedForCertificate();
    }

    @Override
    public void close() {
        stalls.close();
        client.close(CloseMode.GRACEFUL);
    }
}
