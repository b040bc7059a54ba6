package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What provenance tells of the configuration is signed and pushed beside the image, for everyone who may pull it. */
class ConfiguredAsTest {
    private static final String CANARY = "kanarienvogel";
    private static final Map<String, String> VARIABLES =
            Map.of("DEPLOY_TOKEN", CANARY + "-variable", "GIT_AUTHOR_NAME", "the-author", "PWD", "/work/shop");

    private final Redactor redactor = new Redactor();

    private String configured(Map<String, String> properties, org.codehaus.plexus.util.xml.Xpp3Dom... elements) {
        redactor.hide(Secret.of(CANARY + "-told"));
        return new ConfiguredAs(Path.of("/work/shop"), redactor, VARIABLES)
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
