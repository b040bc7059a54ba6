package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void linesWhenThereIsRoomAreAligned() {
        TextTable table = new TextTable(List.of("NAME", "BUILD"));
        table.add(List.of("dev", "42"));
        table.add(List.of("production", ""));

        assertThat(table.lines(80)).containsExactly("NAME        BUILD", "dev         42", "production");
    }

    @Test
    void linesWhenTooWideCutTheWidestColumn() {
        TextTable table = new TextTable(List.of("NAME", "REGISTRY"));
        table.add(List.of("dev", "registry.of.a.long.name.example"));

        assertThat(table.lines(22))
                .containsExactly("NAME  REGISTRY", "dev   registry.of.a.l…")
                .allMatch(line -> line.length() <= 22);
    }

    @Test
    void linesWhenACharacterHasTwoCodeUnitsCountItOnce() {
        TextTable table = new TextTable(List.of("A", "B"));
        table.add(List.of("\uD83D\uDE80", "x"));

        assertThat(table.lines(80)).containsExactly("A  B", "\uD83D\uDE80  x");
    }

    @Test
    void addWhenACellIsMissingRefuses() {
        TextTable table = new TextTable(List.of("A", "B"));

        assertThatIllegalArgumentException().isThrownBy(() -> table.add(List.of("x")));
    }
}
