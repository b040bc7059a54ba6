package io.github.imagepromotion.registry.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An authentication challenge in {@code WWW-Authenticate} (RFC 9110, section 11.3).
 *
 * @param scheme lower-case: {@code basic}, {@code bearer}
 * @param parameters by lower-case name
 */
record Challenge(String scheme, Map<String, String> parameters) {

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * @param headers every value of {@code WWW-Authenticate}; each may hold several challenges
     * @return the challenges in their order, as far as they are well-formed
     */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        headers.forEach(header -> new Parser(header).collect(challenges));
        return challenges;
    }

    /**
     * Reads {@code 1#challenge} with {@code challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]}. A comma
     * separates parameters and challenges alike: a name followed by {@code =} is a parameter, any other is a scheme.
     */
    private static final class Parser {
        private static final Pattern TOKEN68 = Pattern.compile("[ \\t]++[A-Za-z0-9._~+/-]++=*+(?=[ \\t]*+(?:,|$))");
        private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void collect(List<Challenge> challenges) {
            while (skipSeparators()) {
                String scheme = token();
                if (scheme.isEmpty()) {
                    skipElement();
                    continue;
                }
                Map<String, String> parameters = new LinkedHashMap<>();
                if (!skipToken68()) {
                    readParameters(parameters);
                }
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
            }
        }

        /** Skips a token68, the only thing after a scheme that is not a parameter, up to the next comma. */
        private boolean skipToken68() {
            Matcher token68 = TOKEN68.matcher(text).region(at, text.length());
            if (token68.lookingAt()) {
                at = token68.end();
                return true;
            }
            return false;
        }

        private void readParameters(Map<String, String> parameters) {
            while (skipSeparators()) {
                int start = at;
                String name = token();
                skipSpace();
                if (name.isEmpty() || !skip('=')) {
                    at = start;
                    return;
                }
                skipSpace();
                boolean quoted = peek('"');
                String value = quoted ? quoted() : token();
                if (quoted || !value.isEmpty()) {
                    parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
                }
                skipMalformed();
            }
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isTokenCharacter(char c) {
            return c < 128 && (Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }

        /** Skips the rest of a malformed parameter. */
        private void skipMalformed() {
            while (at < text.length() && text.charAt(at) != ',' && !isSpace(text.charAt(at))) {
                at++;
            }
        }

        /** Skips an element that is not a scheme, up to the next comma, after which a challenge may follow. */
        private void skipElement() {
            while (at < text.length() && text.charAt(at) != ',') {
                at++;
            }
        }

        private boolean skipSeparators() {
            while (at < text.length() && (text.charAt(at) == ',' || isSpace(text.charAt(at)))) {
                at++;
            }
            return at < text.length();
        }

        private void skipSpace() {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t';
        }

        private boolean peek(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private boolean skip(char c) {
            if (peek(c)) {
                at++;
                return true;
            }
            return false;
        }
    }
}
