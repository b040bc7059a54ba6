package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.FailedCallException;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.ConfigurationNames;
import io.github.imagepromotion.registry.MissingContentException;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryAccess;
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

/** Turns what went wrong into one sentence and the remedy. No secret passes. */
final class Failures {
    private static final String RENEW =
            "Have it renewed by whoever runs the registry, or correct the clock of this machine.";

    private static final String LATER = "Have it made writable again, or try again later.";
    private static final String FULL =
            ": it has no room for this. Remove what nobody needs there, or have its quota raised.";
    private static final Pattern QUOTA = Pattern.compile("(?i)quota|no space|storage (limit|is full)");

    private final RegistryAddress.Host registry;
    private final Redactor redactor;
    private final ConfigurationNames elements;
    private final boolean hasCertificate;
    private final BooleanSupplier askedForCertificate;

    /**
     * @param registry that is spoken to
     * @param access how it is reached
     * @param askedForCertificate whether it has asked for a certificate of ours
     */
    Failures(RegistryAddress.Host registry, RegistryAccess access, BooleanSupplier askedForCertificate) {
        this.askedForCertificate = askedForCertificate;
        this.registry = registry;
        this.redactor = access.redactor();
        this.elements = access.elements();
        this.hasCertificate = access.tls().client().isPresent();
    }

    /**
     * @param what was to be done, after "Cannot"
     * @param failure no answer came
     * @return the exception to throw
     */
    ImageException unreachable(String what, IOException failure) {
        return new FailedCallException(what, reason(failure), failure);
    }

    private String reason(IOException failure) {
        String host = "'" + registry.authority() + "'";
        if (failure instanceof ProxyException proxy) {
            return "registry " + host + " " + proxy.reason();
        }
        if (Tls.isNotSpoken(failure)) {
            return "registry " + host + " speaks plain HTTP where HTTPS was expected. " + elements.plain();
        }
        if (Tls.isOtherHost(failure)) {
            return "the certificate of registry " + host + " is another host's ("
                    + text(Tls.certificateProblem(failure).orElse(failure)) + "). Check " + elements.registry() + ".";
        }
        Optional<Throwable> certificate = Tls.certificateProblem(failure);
        if (certificate.isPresent()) {
            return "the certificate of registry " + host + " is not "
                    + (Tls.isOutOfTime(failure) ? "valid now (" : "trusted (") + text(certificate.get()) + "). "
                    + (Tls.isOutOfTime(failure) ? RENEW : elements.trust());
        }
        if (failure instanceof CertificateWantedException || Tls.wantsOtherClient(failure)) {
            return "registry " + host + " " + wantsCertificate(text(failure));
        }
        return unanswered(host, failure);
    }

    private String wantsCertificate(String said) {
        return (hasCertificate ? "refuses our certificate (" : "asks for a certificate of ours (") + said + "). "
                + elements.certificate();
    }

    private String unanswered(String host, IOException failure) {
        String check = " Check " + elements.registry() + ", and that the registry runs.";
        if (failure instanceof UnknownHostException) {
            return "registry " + host + " is an unknown host." + check;
        }
        if (failure instanceof SocketTimeoutException) {
            return "registry " + host + " does not answer in time (" + text(failure)
                    + "). Try again later, or wait longer with <stallTimeout> (-Dimage.stallTimeout).";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "registry " + host + " does not answer (" + text(failure) + ")." + check;
        }
        return "the connection to registry " + host + " failed (" + text(failure) + ")." + check;
    }

    /**
     * @param what was to be done, after "Cannot"
     * @param status that refuses it
     * @param text that came with it
     * @param login what was sent to log in, in words, and what to do about it
     * @return the exception to throw
     */
    ImageException refused(String what, int status, ErrorText text, String login) {
        String said = said(text);
        if (text.isAboutMissingContent() && (status == 400 || status == 404)) {
            return new MissingContentException(
                    "Cannot " + what + ": the registry lacks what it names (" + status + said
                            + "). A garbage collection may have come between; run the same command again.",
                    text.digests());
        }
        if (registry.scheme().filter("http"::equals).isPresent() && ErrorText.asksForHttps(said)) {
            return new FailedCallException(
                    what,
                    "registry '" + registry.authority()
                            + "' speaks HTTPS where plain HTTP was asked for. Write https:// in " + elements.registry()
                            + ".");
        }
        if (status == 400 && isAboutCertificate(said)) {
            return new FailedCallException(
                    what, "registry '" + registry.authority() + "' " + wantsCertificate("400" + said));
        }
        return new FailedCallException(
                what,
                switch (status) {
                    case 401 -> "the registry answered 401" + said + "; " + login;
                    case 403 -> "the registry answered 403" + said + (isQuota(text) ? FULL : "; " + login);
                    case 404 ->
                        "the registry knows no such thing (404" + said + "). Check " + elements.repository()
                                + ", and that it exists where the registry does not create it.";
                    case 413 ->
                        "the registry, or a proxy before it, takes no request of that size (413" + said
                                + "). Raise its limit (nginx: client_max_body_size).";
                    case 405 -> "the registry answered 405" + said + ", as one that is read-only now. " + LATER;
                    case 507 -> "the registry answered 507" + said + FULL;
                    default -> other(status, said);
                });
    }

    private static boolean isQuota(ErrorText text) {
        return QUOTA.matcher(text.words()).find();
    }

    /** nginx answers so; to HEAD without a word. */
    private boolean isAboutCertificate(String said) {
        return said.contains("SSL certificate")
                || (said.isEmpty() && !hasCertificate && askedForCertificate.getAsBoolean());
    }

    private String other(int status, String said) {
        if (RetryPolicy.isPassing(status)) {
            return "the registry kept answering " + status + said
                    + ". Try again later, or allow more attempts with <retries> (-Dimage.retries) or more time with"
                    + " <timeout> (-Dimage.timeout).";
        }
        return "the registry answered " + status + said + ". Its log may say more; check " + elements.registry() + ".";
    }

    /**
     * @param what was to be done, after "Cannot"
     * @param why the answer is none, untrusted
     * @return the exception to throw
     */
    ImageException unexpected(String what, String why) {
        return new FailedCallException(
                what, "the registry's answer is none: " + Text.printable(why) + ". Check " + elements.registry() + ".");
    }

    /**
     * @param response a refusal; its content is read
     * @return the registry's own words, quoted, after a space; empty if there are none
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
