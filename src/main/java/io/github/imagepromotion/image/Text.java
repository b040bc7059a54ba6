package io.github.imagepromotion.image;

import java.util.regex.Pattern;

/**
 * Makes untrusted text (from archives, registries, error responses) printable: without control characters, terminal
 * escapes, bidirectional overrides, and line breaks, after which a CI server might see a command.
 */
public final class Text {
    private static final int LONGEST = 300;

    /** Matches single characters and not pairs: otherwise the second and third of three would remain together. */
    private static final Pattern MARKER = Pattern.compile("#(?=#)|:(?=:)");

    private static final Pattern HASHES = Pattern.compile("#(?=#)");

    /** Before commands, CI servers skip more characters than Java's white space, such as U+00A0. */
    private static final Pattern COMMAND = Pattern.compile("^(\\s*+:)(?=:)", Pattern.UNICODE_CHARACTER_CLASS);

    /** The user information of an address (RFC 3986, section 3.2.1), up to the last {@code @} of its authority. */
    private static final Pattern PATH = Pattern.compile("(https?://[^\\s/?#'\"<>()]+)[/?#][^\\s'\"<>()]+");

    private static final Pattern USER = Pattern.compile("(?<=//)[^\\s/?#'\"<>]*@");

    private Text() {}

    /**
     * Printable text in single quotes.
     *
     * @param untrusted any text
     * @return a single line, never {@code null}
     */
    public static String quote(String untrusted) {
        return "'" + printable(untrusted) + "'";
    }

    /**
     * Text as one line of at most 300 characters: control, format and unassigned characters become {@code \}{@code
     * uXXXX}, CI command markers are broken up, and longer text is truncated with an ellipsis.
     *
     * @param untrusted any text
     * @return a single line, never {@code null}
     */
    public static String printable(String untrusted) {
        StringBuilder line = new StringBuilder();
        untrusted
                .codePoints()
                .limit(LONGEST)
                .forEach(point -> line.append(isPlain(point) ? Character.toString(point) : escape(point)));
        if (untrusted.codePointCount(0, untrusted.length()) > LONGEST) {
            line.append("...");
        }
        return MARKER.matcher(line).replaceAll("$0 ");
    }

    /**
     * A line of our own that may contain text from outside, not truncated: control and format characters are escaped,
     * and {@code ##} anywhere and {@code ::} at the beginning are broken up.
     *
     * @param line any text
     * @return a single line, never {@code null}
     */
    public static String harmless(String line) {
        StringBuilder text = new StringBuilder(line.length());
        line.codePoints().forEach(point -> text.append(isPlain(point) ? Character.toString(point) : escape(point)));
        String harmless = HASHES.matcher(text).replaceAll("# ");
        return COMMAND.matcher(harmless).replaceFirst("$1 ");
    }

    /**
     * Removes user info, which may contain a password, from URLs.
     *
     * @param text any text
     * @return the text without user info
     */
    public static String withoutUser(String text) {
        return USER.matcher(text).replaceAll("");
    }

    /**
     * Replaces path and query of URLs, which may be secrets.
     *
     * @param text any text
     * @return the text with {@code ***} in place of path and query
     */
    public static String withoutPaths(String text) {
        return PATH.matcher(text).replaceAll("$1/***");
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escape(int point) {
        return point == '\n' || point == '\t' || point == '\r' ? " " : String.format("\\u%04X", point);
    }
}
