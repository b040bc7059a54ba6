package io.github.imagepromotion.notify.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values change; comments, order, spacing and line ends do not. */
class YamlTextTest {
    private static final String DIGEST = "sha256:931355db3b54200ae521acbd0b0def11e8be1ec03b8e595d6a67a089a3cd77cc";

    private static String set(String text, String path, String value) {
        return new YamlText(text).with(YamlPath.of(path), value).text();
    }

    @Test
    void valueWhenItIsReplacedLeavesTheRestAsItIs() {
        String before =
                """
                # The shop. 😀 Ask ops before you touch this.
                image:   # set by the release
                    repository:   "r.example/acme/shop"
                    digest:    sha256:0000    # never a tag
                replicas: 3


                other: {a: 1,b:  2}   # odd, but ours
                """;

        assertThat(set(before, "image.digest", DIGEST)).isEqualTo(before.replace("sha256:0000", DIGEST));
    }

    @Test
    void valueWhenItIsMissingIsAddedBelowItsNeighbours() {
        String before = "images:\n- name: acme/shop  # ours\n  newTag: '6'\n# the end\n- name: other\n";

        assertThat(set(before, "images[name=acme/shop].digest", DIGEST))
                .isEqualTo("images:\n- name: acme/shop  # ours\n  newTag: '6'\n  digest: " + DIGEST
                        + "\n# the end\n- name: other\n");
        assertThat(set("images:\r\n  - name: acme/shop", "images[name=acme/shop].digest", DIGEST))
                .isEqualTo("images:\r\n  - name: acme/shop\r\n    digest: " + DIGEST);
        assertThat(set("images: [{name: acme/shop}] # flow\n", "images[name=acme/shop].newTag", "7"))
                .isEqualTo("images: [{name: acme/shop, newTag: \"7\"}] # flow\n");
    }

    @Test
    void documentThatHasThePathIsTheOneThatChanges() {
        String before = "kind: Service\nspec: {ports: []}\n---\nkind: Deployment\nspec:\n  template:\n    spec:\n"
                + "      containers:\n        - name: side\n          image: r.example/side:1\n"
                + "        - image: \"r.example/shop:6\" # here\n          name: shop\n...\n";

        assertThat(set(before, "spec.template.spec.containers[name=shop].image", "r.example/shop@" + DIGEST))
                .isEqualTo(before.replace("r.example/shop:6", "r.example/shop@" + DIGEST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"a: 6 | a: \"7\"", "a: '6' | a: '7'", "a: | a: \"7\"", "a: \"6\" # six | a: \"7\" # six"})
    void numberIsWrittenAsText(String before, String after) {
        assertThat(set(before, "a", "7")).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "null", "7", "1e3", "0x1", "a: b", "# no", "", " x", "it's \"so\"", "\\"})
    void anyTextReadsBackAsItIs(String value) {
        for (String before : new String[] {"a: x\n", "a: 'x'\n", "a: \"x\"\n"}) {
            assertThat(new YamlText(set(before, "a", value)).value(YamlPath.of("a")))
                    .contains(value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'b: 1' | a.c | no such place",
                "'a: {c: [1]}' | a.c | not a single value",
                "'x: &d sha256:0\na: *d' | a | alias",
                "'a: |\n  text\n' | a | block of text",
                "'a: [' | a | not readable YAML (line",
                "'a: 1\na: 2' | a | occurs twice"
            })
    void valueThatCannotBeSetIsRefused(String text, String path, String why) {
        assertThatThrownBy(() -> set(text, path, "new"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a[b]", "a[b=c]", "a b"})
    void pathWhenItIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> YamlPath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
