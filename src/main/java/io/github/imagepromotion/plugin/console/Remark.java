package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.plugin.console.Styled.Style;
import java.util.List;

/**
 * Something about an environment that does not fit into a table.
 *
 * @param environment its id
 * @param text a clause for people
 * @param loud whether it is marked as wrong
 * @param style where Maven colours its output
 */
record Remark(String environment, String text, boolean loud, Style style) {
    private static final int INDENT = 6;

    List<StyledLine> lines(int columns) {
        String mark = loud ? "  ! " : "  - ";
        return StyledLine.folded(mark, new Styled(environment + ": " + text, style), INDENT, columns);
    }
}
