package io.github.imagepromotion.plugin.access;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedRegistriesTest {
    private static final Path DIRECTORY = Path.of("/home/ada/release");

    @ParameterizedTest
    @CsvSource({
        "r.example, r.example, true",
        "r.example, R.example/acme, true",
        "r.example, https://r.example:443, true",
        "https://r.example, r.example, true",
        "r.example, r.example:5000, false",
        "r.example:5000, r.example, false",
        "r.example, r.example.evil.example, false",
        "r.example, xr.example, false",
        "r.example, http://r.example, false",
        "http://r.example, http://r.example, true",
        "http://r.example, r.example, true",
        "localhost:5005, http://localhost:5005/prod, true",
        "r.example/acme, r.example/acme, true",
        "r.example/acme, r.example/acme/shop, true",
        "r.example/acme, r.example/acme2, false",
        "r.example/acme, r.example, false",
        "oci:environments, oci:environments/prod, true",
        "oci:environments, oci:environments, true",
        "oci:environments, oci:/home/ada/release/environments/prod, true",
        "oci:environments, oci:environments/../.m2, false",
        "oci:environments, oci:environments2, false",
        "oci:environments, oci:/etc, false",
        "oci:environments, environments, false",
        "r.example=U:P, r.example, true",
    })
    void allowWhenTheOperatorNamedItOrWhatIsAbove(String allowed, String registry, boolean expected) {
        assertThat(new AllowedRegistries("other.example," + allowed, DIRECTORY, DIRECTORY)
                        .allow(RegistryAddress.of(registry)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io, true",
        "docker.io/library, true",
        "registry-1.docker.io/library/eclipse-temurin, true",
        "docker.io/library/eclipse, false",
        "r.example, false",
    })
    void allowWhenItIsABaseImageGoesByItsRepository(String allowed, boolean expected) {
        ImageReference base = ImageReference.of("eclipse-temurin:17-jre");

        assertThat(new AllowedRegistries(allowed, DIRECTORY, DIRECTORY).allow(base))
                .isEqualTo(expected);
    }

    @Test
    void allowWhenNothingIsNamedIsNothing() {
        assertThat(new AllowedRegistries("", DIRECTORY, DIRECTORY).allow(RegistryAddress.of("r.example")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.example=ada:kanarienvogel 1", "r.example=kanarienvogel", "r.example="})
    void newWhenTheLoginIsNoPairOfVariablesSaysSoAndDoesNotQuoteIt(String text) {
        assertThatThrownBy(() -> new AllowedRegistries(text, DIRECTORY, DIRECTORY))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("-Dimage.allowRegistries", "USER:PASSWORD"))
                .hasMessageNotContaining("kanarienvogel");
    }

    @Test
    void newWhenARegistryIsNoneNamesTheProperty() {
        assertThatThrownBy(() -> new AllowedRegistries("a b", DIRECTORY, DIRECTORY))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'a b'", "-Dimage.allowRegistries"));
    }
}
