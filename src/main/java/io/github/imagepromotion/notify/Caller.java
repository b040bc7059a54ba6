package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.BodySignature;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Calls a receiver with what its configuration says: address, login, signature, trust. */
final class Caller {
    private static final String ENV = "env:";
    private static final int QUOTED = 200;

    private final Notification to;
    private final Services services;

    Caller(Notification to, Services services) {
        this.to = to;
        this.services = services;
    }

    /** @return the address in that setting, or in the environment variable that it names */
    URI address(String setting) {
        String text = to.needed(setting);
        String address =
                text.startsWith(ENV) ? variable(text.substring(ENV.length())).reveal() : text;
        try {
            return new URI(address.trim());
        } catch (URISyntaxException e) {
            // The reason would quote the address.
            throw new ImageException(to + ": <" + setting + "> (" + Text.printable(text) + ") is no address. Correct it"
                    + " (<notifications>, -Dimage.environments).");
        }
    }

    /** @return the value of an environment variable that must be set */
    Secret variable(String name) {
        return services.variable(name)
                .orElseThrow(() -> new ImageException(to + ": the environment variable " + Text.quote(name)
                        + " is not set. Set it where this runs, or name another one (<notifications>,"
                        + " -Dimage.environments)."));
    }

    /** @return the request with the login and the signature that are configured */
    WebRequest complete(WebRequest request) {
        WebRequest complete = request;
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

    /** @return a way there; the caller closes it */
    WebClient open() {
        return services.open(
                new TlsFiles(to.setting("caFile").map(services.directory()::resolve), Optional.empty()),
                to.setting("insecure").map(Boolean::parseBoolean).orElse(false),
                to.retries());
    }

    /**
     * @return the answer, if it says that all went well
     * @throws ImageException if it says anything else
     */
    WebResponse send(WebClient client, WebRequest request) throws IOException {
        WebResponse answer = client.send(request);
        if (answer.isSuccess()) {
            return answer;
        }
        String said = answer.body().isBlank() ? "" : " " + Text.quote(beginning(answer.body()));
        throw new ImageException("it answered " + answer.status() + said
                + (answer.status() >= 300 && answer.status() < 400 ? ", and no redirect is followed" : ""));
    }

    private static String beginning(String body) {
        return body.substring(0, Math.min(body.length(), QUOTED)).trim();
    }
}
