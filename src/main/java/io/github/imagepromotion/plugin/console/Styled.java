package io.github.imagepromotion.plugin.console;

/**
 * Text, and what it looks like where Maven colours its output.
 *
 * @param text without escapes
 * @param style of it
 */
record Styled(String text, Style style) {
    private static final String ESCAPE = "\u001b[";

    /** Looks, as Maven itself has them: what counts is bold. The codes are those of ECMA-48, section 8.3.117 (SGR). */
    enum Style {
        PLAIN(""),
        STRONG("1"),
        GOOD("1;32"),
        WARNING("1;33"),
        PROBLEM("1;31"),
        FAINT("2");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    static Styled plain(String text) {
        return new Styled(text, Style.PLAIN);
    }

    /** The text with what a terminal obeys, which is ours alone. */
    String coloured() {
        return style == Style.PLAIN || text.isEmpty() ? text : ESCAPE + style.code + "m" + text + ESCAPE + "m";
    }
}
