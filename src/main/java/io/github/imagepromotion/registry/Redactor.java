package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Takes the secrets of one call of the plugin out of what the call says: a server may echo what it got, and a library
 * may put it into an exception. Every secret is told to it before it is sent anywhere. Safe for use by several threads.
 */
public final class Redactor {
    private static final int LONGEST = 8 * 1024;
    /** What is shorter is in many words by chance, and to blank it out there would tell it. */
    private static final int SHORTEST = 4;
    /** So much of a secret's beginning is one that was cut off, and no word. */
    private static final int BEGINNING = 8;

    private static final String HIDDEN = "***";

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Optional<Redactor> other;

    /** Knows nothing yet. */
    public Redactor() {
        this.other = Optional.empty();
    }

    /** @param other that knows secrets, which this one takes out, too */
    public Redactor(Redactor other) {
        this.other = Optional.of(other);
    }

    /**
     * @param secret never to be shown, as it is, in base64 or URL-encoded
     */
    public void hide(Secret secret) {
        String value = secret.reveal();
        if (value.length() < SHORTEST || value.isBlank()) {
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        Base64.Encoder plain = Base64.getEncoder();
        Base64.Encoder url = Base64.getUrlEncoder();
        Stream.of(
                        value,
                        value.replace("\\", "\\\\").replace("\"", "\\\""),
                        form,
                        form.replace("+", "%20"),
                        plain.encodeToString(bytes),
                        plain.withoutPadding().encodeToString(bytes),
                        url.encodeToString(bytes),
                        url.withoutPadding().encodeToString(bytes))
                .forEach(each -> secrets.put(each, HIDDEN));
    }

    /**
     * Shows something else in place of what may be a secret.
     *
     * @param value never to be shown; what is shorter than eight characters is in too many words
     * @param shown in its place
     */
    public void replace(String value, String shown) {
        if (value.length() >= BEGINNING && !value.isBlank()) {
            secrets.put(value, shown);
        }
    }

    /**
     * Hides a login: its secret, and the pair that HTTP's Basic login sends.
     *
     * @param credential never to be shown
     */
    public void hide(Credential credential) {
        hide(credential.secret());
        hide(Secret.of(credential.username() + ":" + credential.secret().reveal()));
    }

    /**
     * @param text of ours, or printable
     * @return the text without the secrets, and without what addresses in it hold of names and passwords
     */
    public String clean(String text) {
        String cleaned = other.map(each -> each.clean(text)).orElse(text);
        for (String secret : longestFirst()) {
            cleaned = cleaned.replace(secret, secrets.getOrDefault(secret, HIDDEN));
        }
        return Text.withoutUser(cleaned);
    }

    /** One may hold another. */
    private List<String> longestFirst() {
        return secrets.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /**
     * @param untrusted any text
     * @return one printable line of its beginning, without the secrets
     */
    public String printable(String untrusted) {
        String beginning = untrusted.substring(0, Math.min(untrusted.length(), LONGEST));
        return Text.printable(clean(withoutCutSecret(beginning)));
    }

    /** Who reads the beginning of an answer only may have cut a secret in two, which is then not found. */
    private String withoutCutSecret(String text) {
        for (String secret : longestFirst()) {
            for (int length = Math.min(secret.length() - 1, text.length()); length >= BEGINNING; length--) {
                if (text.regionMatches(text.length() - length, secret, 0, length)) {
                    return text.substring(0, text.length() - length) + "***";
                }
            }
        }
        return text;
    }

    /**
     * @param untrusted any text
     * @return the same as {@link #printable}, in quotes
     */
    public String quote(String untrusted) {
        return "'" + printable(untrusted) + "'";
    }
}
