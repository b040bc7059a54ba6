package io.github.imagepromotion.plugin.config;

import static io.github.imagepromotion.plugin.Calls.element;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.testing.TestEnvironments;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What provenance tells of the configuration is signed and pushed beside the image, for everyone who may pull it. */
class ConfiguredAsTest {
    private static final String CANARY = "kanarienvogel";
    private final Redactor redactor = new Redactor();

    private String configured(Map<String, String> properties, Xpp3Dom... elements) {
        return configured("build", properties, elements);
    }

    private String configured(String goal, Map<String, String> properties, Xpp3Dom... elements) {
        redactor.hide(Secret.of(CANARY + "-told"));
        MavenProject project = Calls.project(elements);
        MavenSession session = Calls.session(properties, Map.of());
        session.setProjects(List.of(project));
        session.setCurrentProject(project);
        MojoExecution execution =
                new MojoExecution(project.getBuild().getPlugins().get(0), goal, "default");
        execution.setMojoDescriptor(Calls.descriptor().getMojo(goal));
        return new ConfiguredAs(Path.of("/home/ci/shop"), redactor, new Origins(session, project, execution))
                .json(new SessionProperties(session, project), project, execution)
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
                                element("workingDirectory", "/home/ci/shop/x")),
                        element(
                                "from",
                                null,
                                element("mirrors", null, element("mirror", "a=b"), element("mirror", "c=d")))))
                .isEqualTo("{\"pom\":{\"repository\":\"acme/shop\",\"container\":{\"user\":\"the-author\","
                        + "\"workingDirectory\":\"${project.basedir}/x\"},\"from\":{\"mirrors\":{\"mirror\":[\"a=b\",\"c=d\"]}}},"
                        + "\"properties\":{\"image.thin\":\"true\"}}");
    }

    /** The goals of one call share its properties, and a later call must make the same provenance of the same build. */
    @ParameterizedTest
    @CsvSource({
        "build, image.thin image.from.image image.signing.keyFile",
        "import, image.source image.signing.keyFile",
        "release, image.release.form image.signing.keyFile",
    })
    void jsonWhenPropertiesAreOfOtherGoalsTellsOnlyItsOwn(String goal, String own) {
        Map<String, String> properties = new HashMap<>();
        List.of("dryRun", "environment", "again", "actor", "reason", "drop", "skipPom")
                .forEach(name -> properties.put("image." + name, "x"));
        List.of("thin", "from.image", "source", "release.form", "signing.keyFile")
                .forEach(name -> properties.put("image." + name, "x"));

        JsonObject told = Json.object(configured(goal, properties).getBytes(UTF_8), "configuration");

        assertThat(told.getAsJsonObject("properties").keySet()).containsExactlyInAnyOrder(own.split(" "));
    }

    private static Environment telling(String url) {
        Notification webhook = new Notification(
                Notification.Kind.WEBHOOK,
                Notification.On.BOTH,
                false,
                Notification.TIMEOUT,
                0,
                Map.of("url", "https://hooks.example/x", "template", "{\"call\": \"" + url + "\"}"));
        return TestEnvironments.with(
                TestEnvironments.of(
                        "prod",
                        new Location(
                                List.of(RegistryAddress.of("r.example")),
                                Optional.of(CANARY + "-variable"),
                                false,
                                List.of(),
                                Connection.STANDARD),
                        List.of(),
                        List.of()),
                List.of(webhook));
    }

    @ParameterizedTest
    @CsvSource({
        "https://ci:x@hooks.example/y, a login in an address",
        "https://hooks.example/y?a=b&api_key=1, a login in an address"
    })
    void environmentWhenItWouldTellASecretIsRefused(String url, String reason) {
        assertThatThrownBy(() -> LoginInPom.refuseInAddresses(new Environments(List.of(telling(url)))))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'prod'", reason, "env:NAME", "-Dimage.environments")
                .hasMessageNotContaining(CANARY);
    }

    /** Also a server's id that stands in a variable is a name, and no secret. */
    @ParameterizedTest
    @ValueSource(strings = {"https://hooks.example/y?author=me&key=build", "/home/ci/shop of the-author"})
    void environmentWhenItHoldsNamesOnlyIsTaken(String url) {
        assertThatCode(() -> LoginInPom.refuseInAddresses(new Environments(List.of(telling(url)))))
                .doesNotThrowAnyException();
    }

    @Test
    void jsonWhenNobodyKnowsWhatItIsLeavesItOut() {
        assertThat(configured(
                        Map.of("image.apiKey", CANARY, "image.DB_PWD", CANARY, "image.from.auth.username", CANARY),
                        element("anything", CANARY),
                        element("dockerClient", null, element("environment", null, element("X", CANARY))),
                        element(
                                "from",
                                null,
                                element("auth", null, element("username", CANARY)),
                                element("image", "b")),
                        element("environments", null, element("environment", null, element("anything", CANARY)))))
                .isEqualTo("{\"pom\":{\"from\":{\"image\":\"b\"}},\"properties\":{}}");
    }

    @Test
    void jsonWhenAnAddressIsOfAServiceTellsItsHost() {
        String json = configured(
                "promote",
                Map.of(
                        "image.remoteRepositories",
                                "id::https://ci:" + CANARY + "@r.example:8443/" + CANARY + ",b::https://s.example",
                        "image.drop", "https://blobs.example?sig=" + CANARY + "#y"),
                element("source", "http://" + CANARY + "@r.example/x"),
                element("container", null, element("user", "built with " + CANARY + "-told")));
        assertThat(json)
                .doesNotContain(CANARY)
                .contains("id::https://r.example:8443/***,b::https://s.example", "https://blobs.example/***")
                .contains("\"http://r.example/***\"", "built with ***");
    }
}
