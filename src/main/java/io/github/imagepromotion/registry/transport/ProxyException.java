package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import io.github.imagepromotion.registry.RegistryReason;
import java.io.IOException;

/** A proxy refuses a connection to a server, or does not respond. */
public final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient HttpProxy proxy;
    private final int status;

    private ProxyException(HttpProxy proxy, int status, String message) {
        super(message);
        this.proxy = proxy;
        this.status = status;
    }

    /** @param status status of the proxy's response */
    static ProxyException refused(HttpProxy proxy, int status) {
        return new ProxyException(proxy, status, "the proxy answered " + status);
    }

    static ProxyException unreachable(HttpProxy proxy, IOException cause) {
        ProxyException exception = new ProxyException(proxy, 0, "the proxy does not answer");
        exception.initCause(cause);
        return exception;
    }

    /** {@return whether a retry would fail in the same way} */
    public boolean isPermanent() {
        return status != 0 && !RetryPolicy.isTransient(status);
    }

    /** {@return the failure as it follows "registry 'x' " in messages} */
    public Message reason() {
        String name = "'" + proxy.host() + ":" + proxy.port() + "' (" + proxy.origin() + ")";
        String reached = "is reached by proxy " + name + ", which ";
        if (status == 0) {
            return Message.of(reached + "does not answer.").because(RegistryReason.PROXY_UNREACHABLE);
        }
        if (status == 407) {
            String login = proxy.credential().isPresent() ? "refused the login that is set there" : "asks for a login";
            return Message.of(reached + login + " (407).").because(RegistryReason.PROXY_LOGIN);
        }
        return Message.of(reached + "answered " + status + ".").because(RegistryReason.PROXY_REFUSES);
    }
}
