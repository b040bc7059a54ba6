package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.BodySignature;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Calls a receiver with the address, login, signature and trust of its configuration. */
final class Caller {
    private static final String ENV = "env:";
    private static final String URL = "url";
    private static final Pattern PART = Pattern.compile("[/?&=#]+");
    /** Shorter parts of a path are not treated as secrets. */
    private static final int SHORTEST_PART = 16;

    private final Notification to;
    private final Services services;

    Caller(Notification to, Services services) {
        this.to = to;
        this.services = services;
    }

    /** {@return the address in {@code <url>}, or in the environment variable that it names, without user info} */
    URI address() {
        return URI.create(Text.withoutUser(written().toString()));
    }

    private URI written() {
        String text = to.needed(URL);
        try {
            return new URI(text.startsWith(ENV) ? secretAddress(text.substring(ENV.length())) : text.trim());
        } catch (URISyntaxException e) {
            // The cause would quote the address.
            throw new ImageException(
                    Message.of(to + ": '" + URL + "' (" + Text.printable(text) + ") is not an address.")
                            .because(NotifyReason.MISCONFIGURED));
        }
    }

    /** The whole path is secret, and so is each long part of it: servers quote them in errors. */
    private String secretAddress(String variable) {
        String address = variable(variable).reveal().trim();
        String path = address.replaceFirst("^[a-z]+://[^/]*", "");
        Stream.concat(Stream.of(address, path), PART.splitAsStream(address))
                .filter(part -> part.length() >= SHORTEST_PART)
                .map(Secret::of)
                .forEach(services.redactor()::hide);
        return address;
    }

    /** User info, as in addresses of Azure App Service, is used as Basic authentication. */
    private Optional<Credential> loginInAddress() {
        return to.setting(URL).map(url -> written().getUserInfo()).map(pair -> {
            int colon = Math.max(0, pair.indexOf(':'));
            Credential login = new Credential(
                    "the address", pair.substring(0, colon), Secret.of(pair.substring(colon + 1)), false);
            services.redactor().hide(login);
            return login;
        });
    }

    /** {@return the value of an environment variable, which must be set} */
    Secret variable(String name) {
        return services.variable(name)
                .orElseThrow(() -> new ImageException(
                        Message.of(to + ": the environment variable " + Text.quote(name) + " is not set.")
                                .because(NotifyReason.VARIABLE)));
    }

    /** {@return the request with the configured login and signature} */
    WebRequest complete(WebRequest request) {
        WebRequest complete = loginInAddress().map(request::with).orElse(request);
        Optional<String> server = to.setting("serverId");
        if (server.isPresent()) {
            complete = complete.with(services.login(server.get()));
        }
        Optional<String> token = to.setting("tokenEnv");
        if (token.isPresent()) {
            complete = complete.with(
                    "Authorization", "Bearer " + variable(token.get()).reveal());
        }
        Optional<String> secret = to.setting("hmacEnv");
        return secret.isPresent() ? new BodySignature(variable(secret.get())).sign(complete) : complete;
    }

    /** {@return a client; the caller closes it} */
    WebClient open() {
        return services.open(
                new TlsFiles(to.setting("caFile").map(services.directory()::resolve), Optional.empty()),
                to.setting("insecure").map(Boolean::parseBoolean).orElse(false),
                to.retries());
    }

    /**
     * @return the response, if its status is 2xx
     * @throws ImageException on any other status
     */
    WebResponse send(WebClient client, WebRequest request) throws IOException {
        return send(client, request, Map.of());
    }

    /**
     * As {@link #send(WebClient, WebRequest)}, with reasons for statuses that have a special meaning for the receiver.
     */
    WebResponse send(WebClient client, WebRequest request, Map<Integer, NotifyReason> reasons) throws IOException {
        WebResponse answer = client.send(request);
        if (answer.isSuccess()) {
            return answer;
        }
        String said = answer.body().isBlank()
                ? ""
                : " " + services.redactor().quote(answer.body().strip());
        Message why = Message.of("it answered " + answer.status() + said
                + (answer.status() >= 300 && answer.status() < 400 ? ", and no redirect is followed" : ""));
        throw new ImageException(Optional.ofNullable(reasons.get(answer.status()))
                .map(why::because)
                .orElse(why));
    }
}
