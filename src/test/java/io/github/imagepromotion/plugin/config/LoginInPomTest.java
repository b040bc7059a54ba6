package io.github.imagepromotion.plugin.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.Calls;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins and secrets where this plugin takes none. */
class LoginInPomTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "image.password",
                "image.username",
                "image.from.auth.password",
                "image.signing.passphrase",
                "image.token",
                "image.check.secret"
            })
    void callWhenASecretIsAPropertyIsRefused(String property) {
        Map<String, String> secret = Map.of(property, "kanarienvogel");
        MavenProject project = new MavenProject();
        assertThatThrownBy(() -> LoginInPom.refuse(
                        Calls.session(secret, Map.of()), project, Calls.execution(Calls.element("x", null))))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("-D" + property, "settings.xml")
                .hasMessageNotContaining("kanarienvogel");
        project.getProperties().putAll(secret);
        assertThatThrownBy(() -> LoginInPom.refuse(
                        Calls.session(Map.of(), Map.of()), project, Calls.execution(Calls.element("x", null))))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("property " + property, "settings.xml")
                .hasMessageNotContaining("kanarienvogel");
    }
}
