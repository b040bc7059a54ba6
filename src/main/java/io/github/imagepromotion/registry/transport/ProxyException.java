package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.registry.Proxy;
import java.io.IOException;

/** A proxy does not let us through to a server, or does not answer. */
public final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Proxy proxy;
    private final int status;

    private ProxyException(Proxy proxy, int status, String message) {
        super(message);
        this.proxy = proxy;
        this.status = status;
    }

    /** @param status that it answered */
    static ProxyException refused(Proxy proxy, int status) {
        return new ProxyException(proxy, status, "the proxy answered " + status);
    }

    static ProxyException unreachable(Proxy proxy, IOException cause) {
        ProxyException exception = new ProxyException(proxy, 0, "the proxy does not answer");
        exception.initCause(cause);
        return exception;
    }

    /** @return whether asking again will be answered the same */
    public boolean isLasting() {
        return status != 0 && !RetryPolicy.isPassing(status);
    }

    /** @return what is wrong and the remedy, as a message says it after "registry 'x' " */
    public String reason() {
        String name = "'" + proxy.host() + ":" + proxy.port() + "' (" + proxy.origin() + ")";
        if (status == 0) {
            return "is reached by proxy " + name + ", which does not answer. Check that setting, and that the proxy"
                    + " runs; name hosts that are reached without it in <nonProxyHosts> or NO_PROXY.";
        }
        String login = proxy.credential().isPresent() ? "refused the login that is set there" : "asks for a login";
        return "is reached by proxy " + name + ", which "
                + (status == 407
                        ? login + " (407). Set the right one: <username> and <password> of the <proxy> in settings.xml,"
                                + " or user:password@ in the environment variable."
                        : "answered " + status + ". Have it allow CONNECT to that host and port, or name the host in"
                                + " <nonProxyHosts> or NO_PROXY.");
    }
}
