package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.imagepromotion.plugin.console.Styled.Style;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void linesWhenThereIsRoomAreAligned() {
        TextTable table = new TextTable(List.of("NAME", "BUILD"));
        table.add(cells("dev", "42"));
        table.add(cells("production", ""));

        assertThat(plain(table, 80)).containsExactly("NAME        BUILD", "dev         42", "production");
    }

    @Test
    void linesWhenTooWideCutTheWidestColumn() {
        TextTable table = new TextTable(List.of("NAME", "REGISTRY"));
        table.add(cells("dev", "registry.of.a.long.name.example"));

        assertThat(plain(table, 22))
                .containsExactly("NAME  REGISTRY", "dev   registry.of.a.l…")
                .allMatch(line -> line.length() <= 22);
    }

    @Test
    void linesWhenNamesDifferAtTheirEndCutThemSoThatTheyStillDiffer() {
        TextTable table = new TextTable(List.of("NAME", "REGISTRY"));
        table.add(cells("dev", "registry.of.a.long.name.example/team/dev"));
        table.add(cells("prod", "registry.of.a.long.name.example/team/prod"));

        assertThat(plain(table, 28))
                .containsExactly(
                        "NAME  REGISTRY", "dev   \u2026name.example/team/dev", "prod  \u2026ame.example/team/prod")
                .allMatch(line -> line.length() <= 28);
    }

    @Test
    void linesWhenNamesDifferInTheirMiddleTakeWhatThatNeeds() {
        TextTable table = new TextTable(List.of("NAME", "REGISTRY", "BY"));
        table.add(cells("dev", "registry.example/one/of/the/teams/dev/of/all/registries", "somebody with a long name"));
        table.add(
                cells("prod", "registry.example/one/of/the/teams/prod/of/all/registries", "somebody with a long name"));

        List<String> lines = plain(table, 75);

        assertThat(lines.get(1)).contains("/teams/dev/").hasSizeLessThanOrEqualTo(75);
        assertThat(lines.get(2)).contains("/teams/prod/").hasSizeLessThanOrEqualTo(75);
    }

    @Test
    void linesWhenACharacterIsWideCountTwoColumnsAndNoneForAMark() {
        TextTable table = new TextTable(List.of("A", "B"));
        table.add(cells("\uD83D\uDE80", "x"));
        table.add(cells("e\u0301", "y"));

        assertThat(plain(table, 80)).containsExactly("A   B", "\uD83D\uDE80  x", "e\u0301   y");
    }

    @Test
    void addWhenACellIsMissingRefuses() {
        TextTable table = new TextTable(List.of("A", "B"));

        assertThatIllegalArgumentException().isThrownBy(() -> table.add(cells("x")));
    }

    @Test
    void linesWhenCellsAreStyledAreAsWideAsWithout() {
        TextTable table = new TextTable(List.of("A", "B"));
        table.add(List.of(new Styled("registry", Style.GOOD), new Styled("x", Style.STRONG)));

        StyledLine row = table.lines(9).get(1);

        assertThat(row.plain()).isEqualTo("regis…  x");
        assertThat(row.coloured()).isEqualTo("\u001b[1;32mregis…\u001b[m  \u001b[1mx\u001b[m");
    }

    private static List<Styled> cells(String... texts) {
        return Arrays.stream(texts).map(Styled::plain).toList();
    }

    private static List<String> plain(TextTable table, int columns) {
        return table.lines(columns).stream().map(StyledLine::plain).toList();
    }
}
