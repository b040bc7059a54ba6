package io.github.imagepromotion.registry.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableCredentialsTest {
    private static final RegistryAddress.Host HOST = (RegistryAddress.Host) RegistryAddress.of("r.example:5000");
    private static final Map<String, String> VARIABLES =
            Map.of("PROD_USER", "release", "PROD_PASSWORD", "kanarienvogel-1V", "EMPTY", " ");

    private static VariableCredentials source(String username, String password) {
        return new VariableCredentials(
                VARIABLES, username, password, "environment 'prod'", "<usernameEnv> and <passwordEnv>");
    }

    @Test
    void findWhenBothAreSetTakesThem() {
        VariableCredentials source = source("PROD_USER", "PROD_PASSWORD");
        Credential found = source.find(HOST).orElseThrow();
        assertThat(found.username()).isEqualTo("release");
        assertThat(found.secret().reveal()).isEqualTo("kanarienvogel-1V");
        assertThat(found.origin()).isEqualTo("environment variables PROD_USER and PROD_PASSWORD");
        assertThat(source.toString() + found).doesNotContain("kanarienvogel");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, PROD_PASSWORD, NONE, usernameEnv",
        "PROD_USER, NONE, NONE, passwordEnv",
        "PROD_USER, EMPTY, EMPTY, passwordEnv"
    })
    void findWhenAVariableIsMissingNamesItAndTheElement(
            String username, String password, String missing, String element) {
        assertThatThrownBy(() -> source(username, password).find(HOST))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "'r.example:5000'", "environment 'prod'", "'" + missing + "'", "<" + element + ">");
    }
}
