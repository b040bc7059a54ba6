package io.github.imagepromotion.image;

import java.util.regex.Pattern;

/**
 * Text that came from outside (archives, registries, their error bodies), made fit to be printed: no control character,
 * no terminal escape, no bidirectional override and no line of its own that a CI server could take for a command.
 */
public final class Text {
    private static final int LONGEST = 300;

    /** Not by pairs: of three, the second and third would be left to stand together. */
    private static final Pattern MARKER = Pattern.compile("#(?=#)|:(?=:)");

    private static final Pattern HASHES = Pattern.compile("#(?=#)");

    /** What a CI server strips before it looks for a command is more than Java's white space: U+00A0, too. */
    private static final Pattern COMMAND = Pattern.compile("^(\\s*+:)(?=:)", Pattern.UNICODE_CHARACTER_CLASS);

    /** The user information of an address (RFC 3986, section 3.2.1), up to the last {@code @} of its authority. */
    private static final Pattern PATH = Pattern.compile("(https?://[^\\s/?#'\"<>()]+)[/?#][^\\s'\"<>()]+");

    private static final Pattern USER = Pattern.compile("(?<=//)[^\\s/?#'\"<>]*@");

    private Text() {}

    /**
     * The text in single quotes, as {@link #printable} makes it.
     *
     * @param untrusted any text
     * @return a single line, never {@code null}
     */
    public static String quote(String untrusted) {
        return "'" + printable(untrusted) + "'";
    }

    /**
     * The text as one line of at most 300 characters: control, format and unassigned characters become {@code \}{@code
     * uXXXX}, CI command markers lose their meaning, the rest is cut with an ellipsis.
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
     * A line of ours that may hold text from outside by mistake: nothing in it is obeyed by a terminal or a CI server,
     * nothing is cut. Control and format characters are escaped, {@code ##} anywhere and {@code ::} at the beginning
     * lose their meaning.
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
     * Addresses may carry a name and a password, which are nobody's business.
     *
     * @param text any text, with addresses or without
     * @return the text, its addresses without user information
     */
    public static String withoutUser(String text) {
        return USER.matcher(text).replaceAll("");
    }

    /**
     * What follows the host in the address of a service may be its secret.
     *
     * @param text any text, with addresses of HTTP or without
     * @return the text, its addresses with {@code ***} in place of path and query
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
