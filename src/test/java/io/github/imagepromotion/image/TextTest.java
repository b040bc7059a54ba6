package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31mred",
                "line\n##vso[task.setvariable]x",
                "::set-output name=a::b",
                "\u202Eevil",
                "\u0000",
                "a\u2028b",
                "\u009b31m"
            })
    void printableWhenTextIsHostileIsOneHarmlessLine(String hostile) {
        String printed = Text.printable(hostile);

        assertThat(printed).doesNotContain("##", "::", "\n", "\u001b", "\u202E", "\u2028", "\u009b");
        assertThat(printed.codePoints()).noneMatch(Character::isISOControl);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "größe 日本", "a:b/c@sha256:1"})
    void printableWhenTextIsPlainIsTheText(String plain) {
        assertThat(Text.printable(plain)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 100_000})
    void printableWhenTextIsLongIsCut(int length) {
        assertThat(Text.printable("x".repeat(length))).hasSize(303).endsWith("...");
    }
}
