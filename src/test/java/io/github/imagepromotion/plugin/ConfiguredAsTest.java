package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What provenance tells of the configuration is signed and pushed beside the image, for everyone who may pull it. */
class ConfiguredAsTest {
    private static final String CANARY = "kanarienvogel";
    private static final Map<String, String> VARIABLES =
            Map.of("DEPLOY_TOKEN", CANARY + "-variable", "GIT_AUTHOR_NAME", "the-author", "PWD", "/work/shop");

    private final Redactor redactor = new Redactor();

    private String configured(Map<String, String> properties, org.codehaus.plexus.util.xml.Xpp3Dom... elements) {
        redactor.hide(Secret.of(CANARY + "-told"));
        return new ConfiguredAs(Path.of("/work/shop"), redactor, new SecretVariables(VARIABLES))
                .json(Calls.session(properties, VARIABLES), Calls.execution(element("configuration", null, elements)))
                .toString();
    }

    @Test
    void jsonWhenElementsAreHarmlessTellsThem() {
        assertThat(configured(
                        Map.of("image.thin", "true", "other", "x"),
                        element("repository", "acme/shop"),
                        element(
                                "container",
                                null,
                                element("user", "the-author"),
                                element("workingDirectory", "/work/shop/x")),
                        element("mirrors", null, element("mirror", "a=b"), element("mirror", "c=d"))))
                .isEqualTo("{\"pom\":{\"repository\":\"acme/shop\",\"container\":{\"user\":\"the-author\","
                        + "\"workingDirectory\":\"${project.basedir}/x\"},\"mirrors\":{\"mirror\":[\"a=b\",\"c=d\"]}},"
                        + "\"properties\":{\"image.thin\":\"true\"}}");
    }

    private static Environment telling(String url) {
        Notification webhook = new Notification(
                Notification.Kind.WEBHOOK,
                Notification.On.BOTH,
                false,
                Notification.TIMEOUT,
                0,
                Map.of("url", "https://hooks.example/x", "template", "{\"call\": \"" + url + "\"}"));
        return new Environment(
                        "prod",
                        List.of(RegistryAddress.of("r.example")),
                        Optional.of(CANARY + "-variable"),
                        List.of(),
                        false,
                        false,
                        List.of(),
                        List.of())
                .withNotifications(List.of(webhook));
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer kanarienvogel-variable, 'DEPLOY_TOKEN'",
        "https://ci:x@hooks.example/y, a login in an address",
        "https://hooks.example/y?a=b&api_key=1, a login in an address"
    })
    void environmentWhenItWouldTellASecretIsRefused(String url, String reason) {
        assertThatThrownBy(() -> new SecretVariables(VARIABLES).refuseIn(new Environments(List.of(telling(url)))))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'prod'", reason, "env:NAME", "-Dimage.environments")
                .hasMessageNotContaining(CANARY);
    }

    /** Also a server's id that stands in a variable is a name, and no secret. */
    @ParameterizedTest
    @ValueSource(strings = {"https://hooks.example/y?author=me&key=build", "/work/shop of the-author"})
    void environmentWhenItHoldsNamesOnlyIsTaken(String url) {
        assertThatCode(() -> new SecretVariables(VARIABLES).refuseIn(new Environments(List.of(telling(url)))))
                .doesNotThrowAnyException();
    }

    @Test
    void jsonWhenNamesSayThatElementsAreSecretLeavesThemOut() {
        String json = configured(
                Map.of(
                        "image.signing.passphrase", CANARY,
                        "image.apiKey", CANARY,
                        "image.from.auth.username", CANARY,
                        "image.DB_PWD", CANARY),
                element("notification", null, element("headers", null, element("X-Key", CANARY))),
                element("Authorization", CANARY),
                element("clientSecret", CANARY),
                element("accessTokens", null, element("one", CANARY)),
                element("environments", null, element("environment", null, element("anything", CANARY))));
        assertThat(json).isEqualTo("{\"pom\":{\"notification\":{}},\"properties\":{}}");
    }

    @Test
    void jsonWhenValuesHoldSecretsHidesThem() {
        String json = configured(
                Map.of(
                        "image.remoteRepositories", "id::https://ci:" + CANARY + "@r.example/maven",
                        "image.drop", "https://blobs.example/x?sv=1&sig=" + CANARY + "#y"),
                element("source", "http://" + CANARY + "@r.example/x"),
                element("label", "built with " + CANARY + "-told"),
                element("webhook", "Bearer " + CANARY + "-variable"));
        assertThat(json)
                .doesNotContain(CANARY)
                .contains("id::https://r.example/maven", "https://blobs.example/x?***#y", "http://r.example/x")
                .contains("built with ***", "Bearer ***");
    }
}
