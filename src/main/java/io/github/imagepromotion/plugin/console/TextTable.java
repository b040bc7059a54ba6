package io.github.imagepromotion.plugin.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table in text, as wide as there is room for: the widest columns give way first, down to where they can still be read;
 * what has no room then follows below, under the first column again.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST = 6;
    private static final int READABLE = 20;

    private final List<String> headings;
    private final List<List<Styled>> rows = new ArrayList<>();

    TextTable(List<String> headings) {
        this.headings = List.copyOf(headings);
    }

    /** @param cells one for each heading */
    void add(List<Styled> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + headings.size() + " headings");
        }
        rows.add(List.copyOf(cells));
    }

    /** @param columns that a line may take */
    List<StyledLine> lines(int columns) {
        List<StyledLine> lines = new ArrayList<>();
        for (List<Integer> shown : blocks(columns)) {
            int[] widths = fitted(shown, columns);
            lines.add(line(headings.stream().map(Styled::plain).toList(), shown, widths));
            rows.forEach(row -> lines.add(line(row, shown, widths)));
        }
        return lines;
    }

    /** Which columns are shown beside each other. */
    private List<List<Integer>> blocks(int columns) {
        List<List<Integer>> blocks = new ArrayList<>();
        List<Integer> block = new ArrayList<>(List.of(0));
        int used = readable(0);
        for (int i = 1; i < headings.size(); i++) {
            int more = GAP.length() + readable(i);
            if (used + more > columns && block.size() > 1) {
                blocks.add(block);
                block = new ArrayList<>(List.of(0));
                used = readable(0);
            }
            block.add(i);
            used += more;
        }
        blocks.add(block);
        return blocks;
    }

    private int readable(int column) {
        return Math.min(READABLE, width(column));
    }

    private int width(int column) {
        return Stream.concat(Stream.of(headings.get(column)), rows.stream().map(row -> row.get(column)
                        .text()))
                .mapToInt(Width::of)
                .max()
                .orElse(0);
    }

    private int[] fitted(List<Integer> shown, int columns) {
        int[] widths = shown.stream().mapToInt(this::width).toArray();
        int all = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        for (int widest = widest(widths); all > columns && widths[widest] > NARROWEST; widest = widest(widths)) {
            widths[widest]--;
            all--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            widest = widths[i] > widths[widest] ? i : widest;
        }
        return widest;
    }

    /** Nothing stands behind the last cell that has something in it. */
    private static StyledLine line(List<Styled> row, List<Integer> shown, int[] widths) {
        List<Styled> cells = shown.stream().map(row::get).toList();
        int last = cells.size() - 1;
        while (last > 0 && cells.get(last).text().isBlank()) {
            last--;
        }
        List<Styled> parts = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            String cell = cut(cells.get(i).text(), widths[i]);
            parts.add(new Styled(cell, cells.get(i).style()));
            if (i < last) {
                parts.add(Styled.plain(" ".repeat(widths[i] - Width.of(cell)) + GAP));
            }
        }
        return new StyledLine(parts);
    }

    private static String cut(String text, int width) {
        return Width.of(text) <= width ? text : Width.start(text, width - 1) + "\u2026";
    }
}
