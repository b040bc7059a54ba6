package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.promotion.gate.GateSettings.Questions;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.BodySignature;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls the services of {@code <checks>}, with logins from settings.xml and the caller's environment. */
public final class CheckCalls implements Questions {
    private final Services services;

    /** @param services access to the services */
    public CheckCalls(Services services) {
        this.services = services;
    }

    @Override
    public WebResponse ask(HttpCheck check, String body, Duration timeout) throws IOException {
        WebRequest request = signed(WebRequest.post(check.uri(), "application/json", body, timeout), check);
        if (check.service().serverId().isPresent()) {
            request = request.with(services.login(check.service().serverId().get()));
        }
        TlsFiles tls = new TlsFiles(check.service().caFile().map(services.directory()::resolve), Optional.empty());
        try (WebClient client = services.open(tls, check.service().insecure(), 0)) {
            WebResponse answer = client.send(request);
            return new WebResponse(
                    answer.status(), Map.of(), services.redactor().clean(answer.body()));
        }
    }

    private WebRequest signed(WebRequest request, HttpCheck check) {
        if (check.hmacEnv().isEmpty()) {
            return request;
        }
        Optional<Secret> secret = services.variable(check.hmacEnv().get());
        return new BodySignature(secret.orElseThrow(() -> new ImageException(
                        "Cannot ask '" + check.uri().getRawAuthority() + "': the environment variable "
                                + Text.quote(check.hmacEnv().get()) + " is not set. Set it to the secret that the body"
                                + " is signed with, or correct <check><hmacEnv>.")))
                .sign(request);
    }
}
