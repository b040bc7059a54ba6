package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Detects requests that did not get a tunnel. HttpClient returns a proxy's response to {@code CONNECT} like a response
 * of the registry, without TLS: a 404 of the proxy must not pass for a missing tag.
 */
final class Tunnels {
    private static final String PASSED = "image-promotion.passed";

    private Tunnels() {}

    /** Records that the connection, and so the tunnel, is established. */
    static ClassicHttpResponse pass(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(PASSED, true);
        return HiddenChallenges.hide(chain.proceed(request, scope));
    }

    /** {@return whether the request needed a tunnel and did not get one} */
    static boolean isMissing(Request request, HttpClientContext context) {
        return !request.origin().isPlain() && context.getAttribute(PASSED) == null;
    }
}
