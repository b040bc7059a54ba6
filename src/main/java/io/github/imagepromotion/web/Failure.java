package io.github.imagepromotion.web;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.transport.CertificateWantedException;
import io.github.imagepromotion.registry.transport.Origin;
import io.github.imagepromotion.registry.transport.ProxyException;
import io.github.imagepromotion.registry.transport.Tls;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Explains why there is no response. Of the URL only the server is named. */
final class Failure {
    private Failure() {}

    /** {@return {@code host} or {@code host:port}} */
    static String name(Origin service) {
        boolean standard = service.port() == (service.isPlain() ? 80 : 443);
        return service.host() + (standard ? "" : ":" + service.port());
    }

    /** {@return a clause that begins with the service's name} */
    static Message reason(Origin service, IOException failure, Redactor redactor) {
        String name = "'" + name(service) + "'";
        if (failure instanceof ProxyException proxy) {
            return Message.of(name + " ").and(proxy.reason());
        }
        String said = " (" + text(failure, redactor) + ")";
        if (Tls.isNotSpoken(failure)) {
            return Message.of(name + " speaks plain HTTP where HTTPS was expected");
        }
        if (Tls.certificateProblem(failure).isPresent()) {
            return Message.of("the certificate of " + name + " "
                    + (Tls.isOtherHost(failure)
                            ? "is another host's"
                            : Tls.isOutOfTime(failure) ? "is not valid now" : "is not trusted")
                    + " (" + text(Tls.certificateProblem(failure).orElse(failure), redactor) + ")");
        }
        if (failure instanceof CertificateWantedException || Tls.wantsOtherClient(failure)) {
            return Message.of(name + " asks for a certificate of ours, or refuses it" + said);
        }
        if (failure instanceof UnknownHostException) {
            return Message.of(name + " is an unknown host");
        }
        return Message.of(name
                + (failure instanceof SocketTimeoutException ? " does not answer in time" : " does not answer")
                + said);
    }

    private static String text(Throwable failure, Redactor redactor) {
        String message = failure.getMessage();
        return redactor.printable(message == null ? failure.getClass().getSimpleName() : message);
    }
}
