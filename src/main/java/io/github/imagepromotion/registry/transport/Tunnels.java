package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Tells whether a request went through its tunnel. What a proxy answers to {@code CONNECT} instead of opening one comes
 * from HttpClient as if the registry had said it, without TLS: a 404 of the proxy must not pass for a missing tag.
 */
final class Tunnels {
    private static final String PASSED = "image-promotion.passed";

    private Tunnels() {}

    /** Takes note that the connection stands, on the way of a request. */
    static ClassicHttpResponse pass(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(PASSED, true);
        return HiddenChallenges.hide(chain.proceed(request, scope));
    }

    /** {@return whether the request needs a tunnel and never got one} */
    static boolean isMissing(Request request, HttpClientContext context) {
        return !request.origin().isPlain() && context.getAttribute(PASSED) == null;
    }
}
