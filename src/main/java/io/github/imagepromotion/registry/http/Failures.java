package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.FailedCallException;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.MissingContentException;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.transport.CertificateWantedException;
import io.github.imagepromotion.registry.transport.ProxyException;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Tls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Describes failures in one sentence with a typed reason, without secrets. */
final class Failures {
    private static final String RENEW =
            "Have it renewed by whoever runs the registry, or correct the clock of this machine.";

    private static final String LATER = "Have it made writable again, or try again later.";
    private static final String FULL =
            ": it has no room for this. Remove what nobody needs there, or have its quota raised.";

    /** The distribution-spec has no code for an exceeded quota: registries say DENIED, and only the text tells. */
    private static final Pattern QUOTA = Pattern.compile("(?i)quota|no space|storage (limit|is full)");

    private final RegistryAddress.Host registry;
    private final Redactor redactor;
    private final RegistryRole role;
    private final boolean hasCertificate;
    private final BooleanSupplier askedForCertificate;

    /**
     * @param registry the server
     * @param access the settings for connecting to it
     * @param askedForCertificate whether it has asked for a client certificate
     */
    Failures(RegistryAddress.Host registry, RegistryAccess access, BooleanSupplier askedForCertificate) {
        this.askedForCertificate = askedForCertificate;
        this.registry = registry;
        this.redactor = access.redactor();
        this.role = access.role();
        this.hasCertificate = access.tls().client().isPresent();
    }

    /**
     * @param what the operation, after "Cannot"
     * @param failure why there is no answer
     * @return the exception to throw
     */
    ImageException unreachable(String what, IOException failure) {
        return new FailedCallException(what, reason(failure), failure);
    }

    private Message reason(IOException failure) {
        String host = "'" + registry.authority() + "'";
        if (failure instanceof ProxyException proxy) {
            return Message.of("registry " + host + " ").and(proxy.reason());
        }
        if (Tls.isNotSpoken(failure)) {
            return Message.of("registry " + host + " speaks plain HTTP where HTTPS was expected.")
                    .because(RegistryReason.PLAIN_HTTP, role);
        }
        if (Tls.isOtherHost(failure)) {
            return Message.of("the certificate of registry " + host + " is another host's ("
                            + text(Tls.certificateProblem(failure).orElse(failure)) + ").")
                    .because(RegistryReason.NO_REGISTRY, role);
        }
        Optional<Throwable> certificate = Tls.certificateProblem(failure);
        if (certificate.isPresent()) {
            return certificate(host, Tls.isOutOfTime(failure), text(certificate.get()));
        }
        if (failure instanceof CertificateWantedException || Tls.wantsOtherClient(failure)) {
            return Message.of("registry " + host + " ").and(wantsCertificate(text(failure)));
        }
        return unanswered(host, failure);
    }

    private Message certificate(String host, boolean outOfTime, String said) {
        String what = "the certificate of registry " + host + " is not ";
        return outOfTime
                ? Message.of(what + "valid now (" + said + "). " + RENEW)
                : Message.of(what + "trusted (" + said + ").").because(RegistryReason.UNTRUSTED_CERTIFICATE, role);
    }

    private Message wantsCertificate(String said) {
        return Message.of((hasCertificate ? "refuses our certificate (" : "asks for a certificate of ours (") + said
                        + ").")
                .because(RegistryReason.CERTIFICATE_WANTED, role);
    }

    private Message unanswered(String host, IOException failure) {
        if (failure instanceof SocketTimeoutException) {
            return Message.of("registry " + host + " does not answer in time (" + text(failure) + ").")
                    .because(RegistryReason.TOO_SLOW);
        }
        String what;
        if (failure instanceof UnknownHostException) {
            what = "registry " + host + " is an unknown host (" + text(failure) + ").";
        } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            what = "registry " + host + " does not answer (" + text(failure) + ").";
        } else {
            what = "the connection to registry " + host + " failed (" + text(failure) + ").";
        }
        return Message.of(what).because(RegistryReason.UNREACHABLE, role);
    }

    /**
     * @param what the operation, after "Cannot"
     * @param status of the refusal
     * @param text of the refusal
     * @param login the credential that was sent, and why it is not sufficient
     * @return the exception to throw
     */
    ImageException refused(String what, int status, ErrorText text, Message login) {
        String said = said(text);
        if (text.isAboutMissingContent() && (status == 400 || status == 404)) {
            return new MissingContentException(
                    "Cannot " + what + ": the registry lacks what it names (" + status + said
                            + "). A garbage collection may have come between; run the same command again.",
                    text.digests());
        }
        String name = "registry '" + registry.authority() + "' ";
        if (registry.scheme().filter("http"::equals).isPresent() && ErrorText.asksForHttps(said)) {
            return new FailedCallException(
                    what,
                    Message.of(name + "speaks HTTPS where plain HTTP was asked for.")
                            .because(RegistryReason.HTTPS_ONLY, role));
        }
        if (status == 400 && isAboutCertificate(said)) {
            return new FailedCallException(what, Message.of(name).and(wantsCertificate("400" + said)));
        }
        return new FailedCallException(what, why(status, said, isQuota(text), login));
    }

    private Message why(int status, String said, boolean quota, Message login) {
        String answered = "the registry answered " + status + said;
        return switch (status) {
            case 401 -> Message.of(answered + "; ").and(login);
            case 403 ->
                quota
                        ? Message.of(answered + FULL)
                        : Message.of(answered + "; ").and(login);
            case 404 ->
                Message.of("the registry knows no such thing (404" + said + ").")
                        .because(RegistryReason.NOT_FOUND, role);
            case 413 ->
                Message.of("the registry, or a proxy before it, takes no request of that size (413" + said
                        + "). Raise its limit (nginx: client_max_body_size).");
            case 405 -> Message.of(answered + ", as one that is read-only now. " + LATER);
            case 507 -> Message.of(answered + FULL);
            default ->
                RetryPolicy.isTransient(status)
                        ? Message.of("the registry kept answering " + status + said + ".")
                                .because(RegistryReason.KEEPS_FAILING)
                        : Message.of(answered + ".").because(RegistryReason.REFUSED, role);
        };
    }

    private static boolean isQuota(ErrorText text) {
        return QUOTA.matcher(text.words()).find();
    }

    /**
     * Whether a client certificate is missing: nginx says so in the title of a page, without a code, and not to HEAD.
     */
    private boolean isAboutCertificate(String said) {
        return said.contains("SSL certificate")
                || (said.isEmpty() && !hasCertificate && askedForCertificate.getAsBoolean());
    }

    /**
     * @param what the operation, after "Cannot"
     * @param why the answer is not valid, untrusted
     * @return the exception to throw
     */
    ImageException unexpected(String what, String why) {
        return new FailedCallException(
                what,
                Message.of("the registry's answer is none: " + Text.printable(why) + ".")
                        .because(RegistryReason.NO_REGISTRY, role));
    }

    /**
     * @param response a refusal; its content is read
     * @return the registry's text, quoted, after a space; empty if there is none
     */
    String said(Response response) {
        return said(ErrorText.of(response));
    }

    private String said(ErrorText text) {
        String words = text.words();
        return words.isBlank() ? "" : " " + redactor.quote(words);
    }

    private String text(Throwable failure) {
        String message = failure.getMessage();
        return redactor.printable(message == null ? failure.getClass().getSimpleName() : message);
    }
}
