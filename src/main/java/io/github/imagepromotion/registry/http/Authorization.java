package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.http.TokenClient.Token;
import io.github.imagepromotion.registry.transport.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} for one registry, learned from its challenges and kept while the registry is open. No
 * credential is sent before the registry asks for one. Safe for use by several threads.
 */
final class Authorization {
    private final RegistryAddress.Host registry;
    private final CredentialSource source;
    private final TokenClient tokens;
    private final Redactor redactor;
    private final RegistryAccess access;
    private final Object renewing = new Object();
    private final Map<Scope, Slot> slots = new ConcurrentHashMap<>();
    private volatile @Nullable Optional<Credential> credential;
    private volatile @Nullable Realm realm;
    private volatile boolean basic;

    /**
     * @param registry the only registry that receives the login
     * @param access has its login, and the token servers that may receive it
     * @param tokens fetches tokens
     */
    Authorization(RegistryAddress.Host registry, RegistryAccess access, TokenClient tokens) {
        this.registry = registry;
        this.source = access.credentials();
        this.tokens = tokens;
        this.redactor = access.redactor();
        this.access = access;
    }

    /** The token of one scope, and further scopes that the registry asks for. */
    private static final class Slot {
        private volatile @Nullable Token token;
        private volatile List<String> further = List.of();
    }

    /**
     * @param scope of a request that is about to be sent
     * @return its {@code Authorization}; empty while the registry has not asked for one
     */
    Optional<String> header(Scope scope) throws IOException {
        Realm known = realm;
        if (known != null) {
            return Optional.of(bearer(known, scope));
        }
        return basic ? credential().map(Authorization::basic) : Optional.empty();
    }

    /**
     * @param challenges of a 401
     * @param registryOrigin the origin that sent them
     * @param scope of the request
     * @param refused the {@code Authorization} that was refused
     * @return another one to try; empty if there is none
     */
    Optional<String> answer(List<Challenge> challenges, Origin registryOrigin, Scope scope, Optional<String> refused)
            throws IOException {
        boolean offersBasic =
                challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"));
        Optional<String> bearer = bearer(challenges, registryOrigin, offersBasic, scope, refused);
        if (bearer.isPresent()) {
            return bearer;
        }
        Optional<String> header = offersBasic
                ? credential().filter(known -> !known.identityToken()).map(Authorization::basic)
                : Optional.empty();
        basic = header.isPresent();
        return header.filter(value -> !Optional.of(value).equals(refused));
    }

    /**
     * Learns from the answer to a request that was about no repository, as clients of registries do, how to log in for those
     * that will be. Where there is a choice, or no login, the registry's answers to these decide.
     *
     * @param challenges of a 401 to {@code /v2/}
     * @param registryOrigin the origin that sent them
     * @return the token server, if tokens are used
     */
    Optional<URI> expect(List<Challenge> challenges, Origin registryOrigin) {
        if (challenges.size() != 1 || credential().isEmpty()) {
            return Optional.empty();
        }
        Challenge only = challenges.get(0);
        if (only.scheme().equals("basic")) {
            basic = !credential().get().identityToken();
            return Optional.empty();
        }
        if (!only.scheme().equals("bearer")) {
            return Optional.empty();
        }
        Realm expected = Realm.of(only, registryOrigin, access.role());
        expected.checkMayHaveLogin(registryOrigin, access);
        realm = expected;
        return Optional.of(expected.uri());
    }

    /** Answers the first challenge that can be answered. */
    private Optional<String> bearer(
            List<Challenge> challenges, Origin origin, boolean offersBasic, Scope scope, Optional<String> refused)
            throws IOException {
        ImageException reason = null;
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("bearer")) {
                try {
                    return Optional.of(answerBearer(challenge, origin, scope, refused));
                } catch (ImageException e) {
                    reason = reason == null ? e : reason;
                }
            }
        }
        if (reason != null && !offersBasic) {
            throw reason;
        }
        return Optional.empty();
    }

    private String answerBearer(Challenge challenge, Origin origin, Scope scope, Optional<String> refused)
            throws IOException {
        Realm asked = Realm.of(challenge, origin, access.role());
        if (credential().isPresent()) {
            asked.checkMayHaveLogin(origin, access);
        }
        slots.values().forEach(slot -> {
            Token token = slot.token;
            if (token != null && refused.equals(Optional.of(bearer(token)))) {
                slot.token = null;
            }
        });
        slot(scope).further = challenge.parameter("scope").stream()
                .flatMap(scopes -> List.of(scopes.trim().split("\\s+")).stream())
                .filter(text -> !text.isEmpty() && !scope.parameters().contains(text) && !scope.isForeign(text))
                .limit(10)
                .toList();
        realm = asked;
        return bearer(asked, scope);
    }

    private String bearer(Realm known, Scope scope) throws IOException {
        for (Map.Entry<Scope, Slot> entry : slots.entrySet()) {
            Token token = entry.getValue().token;
            if (token != null && entry.getKey().covers(scope) && isFresh(token)) {
                return bearer(token);
            }
        }
        Slot slot = slot(scope);
        synchronized (slot) {
            Token token = slot.token;
            if (token == null || !isFresh(token)) {
                List<String> scopes = new ArrayList<>(scope.parameters());
                scopes.addAll(slot.further);
                token = fetch(known, scopes);
                slot.token = token;
            }
            return bearer(token);
        }
    }

    /** Fetches a token. An identity token may be valid once, and the answer contain its successor. */
    private Token fetch(Realm known, List<String> scopes) throws IOException {
        if (credential().filter(Credential::identityToken).isEmpty()) {
            return tokens.fetch(known, scopes, credential(), login());
        }
        synchronized (renewing) {
            Token token = tokens.fetch(known, scopes, credential(), login());
            token.refresh()
                    .ifPresent(next -> credential =
                            credential().map(used -> new Credential(used.origin(), used.username(), next, true)));
            return token;
        }
    }

    private boolean isFresh(Token token) {
        return token.isFresh(tokens.now());
    }

    private Slot slot(Scope scope) {
        return slots.computeIfAbsent(scope, any -> new Slot());
    }

    /**
     * {@return what was sent to log in, or where it was looked for, as a message says it, and why that is not enough}
     */
    Message login() {
        Optional<Credential> known = credential;
        RegistryRole role = access.role();
        if (known == null) {
            return Message.of("it did not ask for a login.").because(RegistryReason.LOGIN_NOT_ASKED, role);
        }
        if (known.isEmpty()) {
            Message none = Message.of("found no login for it in " + source.places(registry) + ".");
            return source.remedy(registry)
                    .map(add -> none.because(RegistryReason.NO_LOGIN_THERE, role, add))
                    .orElseGet(() -> none.because(RegistryReason.NO_LOGIN, role));
        }
        boolean wrongKind = known.get().identityToken() && realm == null;
        String user = known.get().username();
        return Message.of(
                        wrongKind
                                ? known.get().origin() + " has an identity token for it, and it asks for a password."
                                : "sent the login of " + known.get().origin()
                                        + (user.isEmpty() ? "" : ", user " + Text.quote(user)) + ".")
                .because(RegistryReason.LOGIN_REFUSED, role);
    }

    private synchronized Optional<Credential> credential() {
        Optional<Credential> known = credential;
        if (known == null) {
            known = source.find(registry);
            known.ifPresent(redactor::hide);
            credential = known;
        }
        return known;
    }

    private static String bearer(Token token) {
        return "Bearer " + token.value().reveal();
    }

    /**
     * @param credential with a password
     * @return its header (RFC 7617, in UTF-8)
     */
    static String basic(Credential credential) {
        if (credential.username().indexOf(':') >= 0) {
            throw new ImageException("Cannot log in with " + credential.origin() + ": user name "
                    + Text.quote(credential.username()) + " holds a colon, which HTTP's Basic login cannot carry.");
        }
        String pair = credential.username() + ":" + credential.secret().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
