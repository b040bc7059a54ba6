package io.github.imagepromotion.testing;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tokens of a {@link QuirkyRegistry}, which says in them what they are good for; it has some only when it is told to. */
public final class QuirkyTokens {
    private static final Pattern SCOPE = Pattern.compile("scope=repository(?::|%3A)([^&]+?)(?::|%3A)([^&]+)");

    private final Set<Quirk> quirks;
    private final Predicate<String> exists;
    private final List<String> scopes = new CopyOnWriteArrayList<>();
    private volatile @Nullable UnaryOperator<String> answer;
    private volatile Function<String, String> challenge =
            authority -> "Bearer realm=\"http://" + authority + "/token\",service=\"quirks\"";

    QuirkyTokens(Set<Quirk> quirks, Predicate<String> exists) {
        this.quirks = quirks;
        this.exists = exists;
        if (quirks.contains(Quirk.PULL_ONLY_REFUSED)) {
            answerWith(token -> "{\"token\":\"" + token + "\"}");
        }
    }

    /** @param other makes the answer of the token server of a token */
    public void answerWith(UnaryOperator<String> other) {
        answer = other;
    }

    /** @param other makes the {@code WWW-Authenticate} of the registry's authority */
    public void challengeWith(Function<String, String> other) {
        challenge = other;
    }

    /** {@return what was asked for, in order} */
    public List<String> scopes() {
        return scopes;
    }

    /** {@return whether the request was about tokens, and was answered} */
    boolean answers(HttpCall call, String authority) throws IOException {
        UnaryOperator<String> known = answer;
        if (known == null) {
            return false;
        }
        if (call.path().startsWith("/token")) {
            Matcher scope = SCOPE.matcher(URLDecoder.decode(call.query(), StandardCharsets.UTF_8));
            String asked = scope.find() ? scope.group(1) + ":" + scope.group(2) : "";
            scopes.add(asked);
            call.answer(200, known.apply(asked.replace(',', '-').replace('/', '_')));
            return true;
        }
        String token = call.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
        boolean toOtherHost = call.query().contains("moved=") || call.query().contains("signature=");
        if (toOtherHost || mayPass(call, token)) {
            return false;
        }
        call.set("WWW-Authenticate", challenge.apply(authority)).answer(401);
        return true;
    }

    private boolean mayPass(HttpCall call, String token) {
        boolean writes = !Set.of("GET", "HEAD").contains(call.method);
        boolean pushes = token.endsWith(":pull-push");
        if (token.isEmpty() || (writes && !pushes)) {
            return false;
        }
        String repository = token.substring(0, token.indexOf(':')).replace('_', '/');
        return pushes || !quirks.contains(Quirk.PULL_ONLY_REFUSED) || exists.test(repository);
    }
}
