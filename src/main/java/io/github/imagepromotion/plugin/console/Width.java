package io.github.imagepromotion.plugin.console;

/** The number of terminal columns of a text: two for East Asian wide characters and emoji, none for combining marks. */
final class Width {
    private static final int FIRST_WIDE = 0x1100;

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    /** {@return the beginning of a text that fits, at least one character} */
    static String start(String text, int columns) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += of(point);
            if (used > columns && end > 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    /** {@return the end of a text that fits, at least one character} */
    static String end(String text, int columns) {
        int begin = text.length();
        int used = 0;
        while (begin > 0) {
            int point = text.codePointBefore(begin);
            used += of(point);
            if (used > columns && begin < text.length()) {
                break;
            }
            begin -= Character.charCount(point);
        }
        return text.substring(begin);
    }

    private static int of(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> point >= FIRST_WIDE && isWide(point) ? 2 : 1;
        };
    }

    /** East Asian Width by blocks (Unicode UAX #11), which the JDK does not provide. */
    private static boolean isWide(int point) {
        return point <= 0x115F
                || within(point, 0x2E80, 0x303E)
                || within(point, 0x3041, 0xA4CF)
                || within(point, 0xAC00, 0xD7A3)
                || within(point, 0xF900, 0xFAFF)
                || within(point, 0xFE30, 0xFE6F)
                || within(point, 0xFF00, 0xFF60)
                || within(point, 0xFFE0, 0xFFE6)
                || within(point, 0x1F300, 0x1F64F)
                || within(point, 0x1F680, 0x1F6FF)
                || within(point, 0x1F900, 0x1F9FF)
                || within(point, 0x20000, 0x3FFFD);
    }

    private static boolean within(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
