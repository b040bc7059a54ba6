package io.github.imagepromotion.plugin.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of styled parts.
 *
 * @param parts parts from left to right
 */
public record StyledLine(List<Styled> parts) {

    public StyledLine {
        parts = List.copyOf(parts);
    }

    static StyledLine of(Styled... parts) {
        return new StyledLine(List.of(parts));
    }

    /**
     * Wraps text between words; a word longer than a line is split.
     *
     * @param indent indentation of all lines but the first, which begins with the mark
     * @param columns maximum line width
     */
    static List<StyledLine> folded(String mark, Styled text, int indent, int columns) {
        List<StyledLine> lines = new ArrayList<>();
        for (String piece : pieces(text.text(), Math.max(1, columns - indent))) {
            String before = lines.isEmpty() ? mark : " ".repeat(indent);
            lines.add(of(new Styled(before + piece, text.style())));
        }
        return lines;
    }

    private static List<String> pieces(String text, int columns) {
        List<String> pieces = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (Width.of(longer) <= columns) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                pieces.add(line);
            }
            line = word;
            while (Width.of(line) > columns) {
                String head = Width.start(line, columns);
                pieces.add(head);
                line = line.substring(head.length());
            }
        }
        pieces.add(line);
        return pieces;
    }

    StyledLine indented() {
        List<Styled> all = new ArrayList<>(List.of(Styled.plain("  ")));
        all.addAll(parts);
        return new StyledLine(all);
    }

    String plain() {
        return parts.stream().map(Styled::text).collect(Collectors.joining());
    }

    String coloured() {
        return parts.stream().map(Styled::coloured).collect(Collectors.joining());
    }
}
