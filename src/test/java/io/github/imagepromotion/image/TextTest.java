package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31mred",
                "###vso[task.setvariable]x",
                "####[error]x",
                ":::set-output name=a:::b",
                "\u2066::stop::x\r\n::y",
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
    @ValueSource(strings = {"::x::", " \t::x::", "\u00A0::x::", "\u2007\u3000::x::", ":::x::", "\n::x::"})
    void harmlessWhenALineBeginsWithACommandTakesItsMeaning(String hostile) {
        String harmless = Text.harmless(hostile);

        assertThat(harmless.replaceAll("[\\s\\p{Z}]+", " ").strip()).startsWith(": ");
        assertThat(Text.harmless("x ###vso[y]")).isEqualTo("x # # #vso[y]");
        assertThat(Text.harmless("-Dimage.remoteRepositories=id::url")).contains("id::url");
    }

    @ParameterizedTest
    @CsvSource({
        "https://ci:open-sesame@r.example/x, https://r.example/x",
        "id::https://ci:p@ss@r.example:8080/m?a=b@c (x), id::https://r.example:8080/m?a=b@c (x)",
        "say \"https://token@r.example\", say \"https://r.example\"",
        "https://r.example/x@sha256:1, https://r.example/x@sha256:1",
        "r.example/@scope/x, r.example/@scope/x",
        "//a//b@c//d, //a//c//d",
        "https://, https://"
    })
    void withoutUserWhenAnAddressHoldsALoginLeavesItOut(String text, String without) {
        assertThat(Text.withoutUser(text)).isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource({
        "g:a:tar:image:1 from repository 'r' (https://maven.example/t0ken/releases), g:a:tar:image:1 from repository 'r' (https://maven.example/***)",
        "https://maven.example:8443?token=x, https://maven.example:8443/***",
        "http://[::1]:80/a and https://b.example/c, http://[::1]:80/*** and https://b.example/***",
        "https://maven.example/, https://maven.example/",
        "file:///srv/maven, file:///srv/maven",
        "this build of shop, this build of shop"
    })
    void withoutPathsWhenThereAreAddressesLeavesTheirHosts(String text, String without) {
        assertThat(Text.withoutPaths(text)).isEqualTo(without);
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
