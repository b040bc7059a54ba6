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
 * Removes the secrets of one call of the plugin from its output: a server may echo what it received, and a library may
 * put it into an exception. Every secret is registered here before it is sent anywhere. Safe for use by several
 * threads.
 */
public final class Redactor {
    private static final int LONGEST = 8 * 1024;
    /** Shorter secrets occur in words by chance: to blank them out there would reveal them. */
    private static final int SHORTEST = 4;
    /** From this length on, the beginning of a secret is taken for a truncated secret. */
    private static final int BEGINNING = 8;

    private static final String HIDDEN = "***";

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Optional<Redactor> other;

    /** Creates a redactor without secrets. */
    public Redactor() {
        this.other = Optional.empty();
    }

    /** @param other a redactor whose secrets this one removes, too */
    public Redactor(Redactor other) {
        this.other = Optional.of(other);
    }

    /**
     * @param secret never shown, neither as it is, nor in base64, nor URL-encoded
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
     * Replaces a value that may be a secret.
     *
     * @param value never shown; ignored if it is shorter than eight characters, since it would occur in words
     * @param shown its replacement
     */
    public void replace(String value, String shown) {
        if (value.length() >= BEGINNING && !value.isBlank()) {
            secrets.put(value, shown);
        }
    }

    /**
     * Hides a login: its secret, and the pair of user name and password of HTTP Basic authentication.
     *
     * @param credential never shown
     */
    public void hide(Credential credential) {
        hide(credential.secret());
        hide(Secret.of(credential.username() + ":" + credential.secret().reveal()));
    }

    /**
     * @param text trusted, or printable
     * @return the text without secrets, and without user names and passwords in URLs
     */
    public String clean(String text) {
        String cleaned = other.map(each -> each.clean(text)).orElse(text);
        for (String secret : longestFirst()) {
            cleaned = cleaned.replace(secret, secrets.getOrDefault(secret, HIDDEN));
        }
        return Text.withoutUser(cleaned);
    }

    /** The longest first, since one secret may contain another. */
    private List<String> longestFirst() {
        return secrets.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /**
     * @param untrusted any text
     * @return the beginning of the text as one printable line, without secrets
     */
    public String printable(String untrusted) {
        String beginning = untrusted.substring(0, Math.min(untrusted.length(), LONGEST));
        return Text.printable(clean(withoutCutSecret(beginning)));
    }

    /**
     * Removes the beginning of a secret at the end of a text: an answer of which only the beginning is read may end in
     * one.
     */
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
