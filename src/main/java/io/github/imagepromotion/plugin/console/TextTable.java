package io.github.imagepromotion.plugin.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text table that fits into a line width: the widest columns are shortened first, as far as their cells stay readable
 * and distinct; columns that still do not fit follow below, with the first column repeated.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final String ELLIPSIS = "\u2026";
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

    /** @param columns maximum line width */
    List<StyledLine> lines(int columns) {
        List<StyledLine> lines = new ArrayList<>();
        for (List<Integer> shown : blocks(columns)) {
            int[] widths = fitted(shown, columns);
            List<Cut> cuts = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                cuts.add(cut(shown.get(i), widths[i]).orElse(Cut.END));
            }
            lines.add(line(headings.stream().map(Styled::plain).toList(), shown, widths, cuts));
            rows.forEach(row -> lines.add(line(row, shown, widths, cuts)));
        }
        return lines;
    }

    /** {@return the columns displayed side by side} */
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

    /** {@return the width down to which the cells of a column stay distinct} */
    private int readable(int column) {
        int whole = width(column);
        int width = Math.min(READABLE, whole);
        while (width < whole && cut(column, width).isEmpty()) {
            width++;
        }
        return width;
    }

    /** {@return where to cut cells so that different ones stay different; empty if that is impossible} */
    private Optional<Cut> cut(int column, int width) {
        Set<String> texts = rows.stream().map(row -> row.get(column).text()).collect(Collectors.toSet());
        return Stream.of(Cut.values())
                .filter(cut -> texts.stream()
                                .map(text -> cut.applied(text, width))
                                .distinct()
                                .count()
                        == texts.size())
                .findFirst();
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
        all = narrowed(
                widths, all, columns, shown.stream().mapToInt(this::readable).toArray());
        narrowed(
                widths,
                all,
                columns,
                shown.stream().mapToInt(column -> NARROWEST).toArray());
        return widths;
    }

    /** Shortens the widest column while the table is too wide and a column exceeds its minimum. */
    private static int narrowed(int[] widths, int all, int columns, int[] needed) {
        int left = all;
        for (int widest = widest(widths, needed); left > columns && widest >= 0; widest = widest(widths, needed)) {
            widths[widest]--;
            left--;
        }
        return left;
    }

    private static int widest(int[] widths, int[] needed) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > needed[i] && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    /** Trailing empty cells are omitted. */
    private static StyledLine line(List<Styled> row, List<Integer> shown, int[] widths, List<Cut> cuts) {
        List<Styled> cells = shown.stream().map(row::get).toList();
        int last = cells.size() - 1;
        while (last > 0 && cells.get(last).text().isBlank()) {
            last--;
        }
        List<Styled> parts = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            String cell = cuts.get(i).applied(cells.get(i).text(), widths[i]);
            parts.add(new Styled(cell, cells.get(i).style()));
            if (i < last) {
                parts.add(Styled.plain(" ".repeat(widths[i] - Width.of(cell)) + GAP));
            }
        }
        return new StyledLine(parts);
    }

    /** Where a long text is cut, in order of preference. */
    private enum Cut {
        END,
        START,
        MIDDLE;

        String applied(String text, int width) {
            if (Width.of(text) <= width) {
                return text;
            }
            int room = width - 1;
            return switch (this) {
                case END -> Width.start(text, room) + ELLIPSIS;
                case START -> ELLIPSIS + Width.end(text, room);
                case MIDDLE -> Width.start(text, room / 2) + ELLIPSIS + Width.end(text, room - room / 2);
            };
        }
    }
}
