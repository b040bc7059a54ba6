package io.github.imagepromotion.ci.result;

/** Markdown of values from outside. */
public final class Markdown {
    private Markdown() {}

    /**
     * @param line any text
     * @return the text with Markdown and HTML escaped: special characters are character references (CommonMark, "Entities")
     */
    public static String text(String line) {
        StringBuilder text = new StringBuilder();
        line.codePoints().forEach(point -> {
            if (point < 128 && !Character.isLetterOrDigit(point) && " ,.:/-".indexOf(point) < 0) {
                text.append("&#").append(point).append(';');
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.toString();
    }

    /** {@return a row of a table} */
    public static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
