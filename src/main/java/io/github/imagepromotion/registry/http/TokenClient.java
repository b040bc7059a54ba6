package io.github.imagepromotion.registry.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Body;
import io.github.imagepromotion.registry.transport.Origin;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Tls;
import io.github.imagepromotion.registry.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gets tokens from the server a registry names (distribution, "Token Authentication Specification"; with an identity
 * token "Oauth2 Token Authentication"). Redirects are not followed: the login is for this server only. Answers are
 * never shown, since even an error may contain a token.
 */
final class TokenClient {
    private static final int LARGEST = 256 * 1024;
    /** Servers take headers of 8 to 16 kB; each token is remembered so that it is never shown. */
    private static final int LONGEST_TOKEN = 32 * 1024;

    /** Lifetime of a token whose answer does not state it. */
    private static final long STANDARD_SECONDS = 60;

    private static final long LONGEST_SECONDS = 86_400;

    private final Transport transport;
    private final RetryPolicy retryPolicy;
    private final Redactor redactor;
    private final RegistryRole role;

    TokenClient(Transport transport, RetryPolicy retryPolicy, RegistryAccess access) {
        this.transport = transport;
        this.retryPolicy = retryPolicy;
        this.redactor = access.redactor();
        this.role = access.role();
    }

    /**
     * @param realm the token server
     * @param scopes that are requested
     * @param credential to log in with; empty for an anonymous token
     * @param login describes the credential, or where one was looked for, and the remedy
     * @return a token
     */
    Token fetch(Realm realm, List<String> scopes, Optional<Credential> credential, Message login) throws IOException {
        Request request = credential.filter(Credential::identityToken).isPresent()
                ? refresh(realm, scopes, credential.get())
                : basic(realm, scopes, credential);
        String server = Origin.of(realm.uri()).host();
        Attempts attempts = retryPolicy.begin("log in at '" + server + "'");
        while (true) {
            Instant asked = retryPolicy.clock().instant();
            try (Response response = transport.send(request)) {
                if (response.isSuccess()) {
                    return token(response.whole(LARGEST, "token of '" + server + "'"), server, asked);
                }
                if (!attempts.again(response)) {
                    throw refused(server, response.status(), login);
                }
            } catch (DamagedContentException e) {
                throw ImageException.of("Cannot log in", e, RegistryReason.TOKEN_SERVER_ANSWER, role);
            } catch (IOException e) {
                if (!attempts.again(e)) {
                    throw unanswered(server, e);
                }
            }
        }
    }

    /** {@return the time of the clock by which tokens expire} */
    Instant now() {
        return retryPolicy.clock().instant();
    }

    private static Request basic(Realm realm, List<String> scopes, Optional<Credential> credential) {
        StringBuilder query = new StringBuilder();
        realm.service().ifPresent(service -> query.append("&service=").append(encode(service)));
        scopes.forEach(scope -> query.append("&scope=").append(encode(scope)));
        String uri = realm.uri().toString();
        String separator = realm.uri().getRawQuery() == null ? "?" : "&";
        Request request = Request.of("GET", URI.create(query.isEmpty() ? uri : uri + separator + query.substring(1)));
        return credential
                .map(known -> request.with("Authorization", Authorization.basic(known)))
                .orElse(request);
    }

    private static Request refresh(Realm realm, List<String> scopes, Credential credential) {
        String form = "grant_type=refresh_token&client_id=image-promotion-maven-plugin"
                + realm.service().map(service -> "&service=" + encode(service)).orElse("")
                + "&scope=" + encode(String.join(" ", scopes))
                + "&refresh_token=" + encode(credential.secret().reveal());
        return Request.of("POST", realm.uri())
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with(Body.of(form.getBytes(StandardCharsets.US_ASCII)));
    }

    private Token token(byte[] content, String server, Instant asked) {
        String what = "token of '" + server + "'";
        JsonObject json = Json.object(content, what);
        String value = Stream.of("token", "access_token")
                .flatMap(name -> text(json, name).stream())
                .filter(text -> text.length() <= LONGEST_TOKEN && text.chars().allMatch(c -> c > ' ' && c < 127))
                .findFirst()
                .orElseThrow(() -> Json.malformed(what, "'token' is missing, or is none"));
        Optional<Secret> refresh = text(json, "refresh_token").map(Secret::of);
        refresh.ifPresent(redactor::hide);
        Secret secret = Secret.of(value);
        redactor.hide(secret);
        return new Token(secret, asked.plus(usable(seconds(json))), refresh);
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name))
                .filter(value ->
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString())
                .map(JsonElement::getAsString)
                .filter(text -> !text.isBlank());
    }

    /** Servers write it as an integer, a float, a string, or not at all. */
    private static long seconds(JsonObject json) {
        try {
            double seconds = Optional.ofNullable(json.get("expires_in"))
                    .filter(JsonElement::isJsonPrimitive)
                    .map(value -> Double.parseDouble(value.getAsString()))
                    .orElse((double) STANDARD_SECONDS);
            return Double.isFinite(seconds) ? (long) Math.max(0, Math.min(seconds, LONGEST_SECONDS)) : STANDARD_SECONDS;
        } catch (NumberFormatException e) {
            return STANDARD_SECONDS;
        }
    }

    /** A token is renewed a little early, so that it does not expire on its way. */
    private static Duration usable(long seconds) {
        Duration life = Duration.ofSeconds(seconds);
        Duration quarter = life.dividedBy(4);
        Duration most = Duration.ofSeconds(15);
        return life.minus(quarter.compareTo(most) < 0 ? quarter : most);
    }

    private ImageException unanswered(String server, IOException failure) {
        RegistryReason reason = Tls.certificateProblem(failure).isPresent()
                ? RegistryReason.TOKEN_SERVER_UNTRUSTED
                : RegistryReason.TOKEN_SERVER_UNREACHABLE;
        return new ImageException(
                Message.of("Cannot log in: token server '" + server
                                + "', which the registry names, does not answer ("
                                + redactor.printable(String.valueOf(failure.getMessage())) + ").")
                        .because(reason, role),
                failure);
    }

    private ImageException refused(String server, int status, Message login) {
        return new ImageException(Message.of("Cannot log in: token server '" + server
                        + "', which the registry names, answered " + status + "; ")
                .and(login));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A Bearer token.
     *
     * @param value sent in {@code Authorization}
     * @param renewAt time at which it is renewed, a little before it expires
     * @param refresh the identity token to use from now on, if the server has changed it
     */
    record Token(Secret value, Instant renewAt, Optional<Secret> refresh) {

        boolean isFresh(Instant now) {
            return now.isBefore(renewAt);
        }
    }
}
