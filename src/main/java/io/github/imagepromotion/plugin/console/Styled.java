package io.github.imagepromotion.plugin.console;

/**
 * Text with a style.
 *
 * @param text text without escapes
 * @param style style if output is coloured
 */
record Styled(String text, Style style) {
    private static final String ESCAPE = "\u001b[";

    /** The styles that Maven uses. Codes are those of ECMA-48, section 8.3.117 (SGR). */
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

    /** {@return the text with escapes, none of which come from the text} */
    String coloured() {
        return style == Style.PLAIN || text.isEmpty() ? text : ESCAPE + style.code + "m" + text + ESCAPE + "m";
    }
}
