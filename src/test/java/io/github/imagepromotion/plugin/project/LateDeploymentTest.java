package io.github.imagepromotion.plugin.project;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No environment gets an image whose artifact is kept back until the end of the build. */
class LateDeploymentTest {
    private static final String CENTRAL = "org.sonatype.central:central-publishing-maven-plugin";
    private static final String NEXUS = "org.sonatype.plugins:nexus-staging-maven-plugin";
    private static final String DEPLOY = "org.apache.maven.plugins:maven-deploy-plugin";

    private final MavenProject shop = project("shop", "1.0");
    private final MavenProject tests = project("tests", "1.0");

    @ParameterizedTest
    @CsvSource({
        "3.1.4, true, true",
        "3.1.4, false, false",
        "3.1.4, , false",
        "4.0.0-beta-2, , true",
        "4.0.0, false, false"
    })
    void refuseBeforeWhenDeployAtEndHasNotComeToAModuleRefuses(String version, String atEnd, boolean refused) {
        shop.getBuild().addPlugin(deploy(version, atEnd));
        tests.getBuild().addPlugin(deploy(version, atEnd));

        check(
                refused,
                Map.of(),
                shop::equals,
                "maven-deploy-plugin",
                "'tests'",
                "-DdeployAtEnd=false",
                "image:promote");
        check(false, Map.of(), module -> true);
    }

    @Test
    void refuseBeforeWhenThePropertySaysSoRefusesUnlessNothingIsDeployed() {
        shop.getBuild().addPlugin(deploy("3.1.4", null));
        tests.getBuild().addPlugin(deploy("3.1.4", null));

        check(true, Map.of("deployAtEnd", "true"), shop::equals, "'tests'");
        check(false, Map.of("deployAtEnd", "true", "maven.deploy.skip", "true"), shop::equals);
    }

    @ParameterizedTest
    @CsvSource({CENTRAL, NEXUS})
    void refuseBeforeWhenAReleaseIsStagedRefusesAlsoAtTheEnd(String key) {
        shop.getBuild().addPlugin(plugin(key, "1.0"));

        check(true, Map.of(), module -> true, key.substring(key.indexOf(':') + 1), "staging area", "image:promote");
    }

    /** A snapshot goes straight into its repository, when the plugin has run. */
    @Test
    void refuseBeforeWhenASnapshotIsDeployedByAPluginThatStagesAsksForItsOrder() {
        shop.setArtifact(artifact("shop", "1.0-SNAPSHOT"));
        shop.getBuild().addPlugin(plugin(CENTRAL, "1.0"));
        check(true, Map.of(), module -> true, "it has not come to 'shop'");

        shop.getBuild().setPlugins(new ArrayList<>());
        shop.getBuild().addPlugin(plugin(CENTRAL, "1.0"));
        shop.getBuild().addPlugin(Calls.plugin());
        check(false, Map.of(), module -> true);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, true, , true",
        "1.0, false, true, false",
        "1.0, , true, true",
        "1.0, , , false",
        "1.0, releases, , true",
        "1.0-SNAPSHOT, releases, , false",
        "1.0-SNAPSHOT, snapshots, , true"
    })
    void isSkippedWhenTheDeployPluginLeavesTheProjectOut(
            String version, @Nullable String skip, @Nullable String property, boolean skipped) {
        MavenProject module = project("shop", version);
        module.getBuild().addPlugin(deploy("3.1.4", "skip", skip));

        assertThat(late(property == null ? Map.of() : Map.of("maven.deploy.skip", property), module)
                        .isSkipped())
                .isEqualTo(skipped);
    }

    @Test
    void isSkippedWhenAnotherPluginDeploysIsFalse() {
        shop.getBuild().addPlugin(deploy("3.1.4", "skip", "true"));
        shop.getBuild().addPlugin(plugin(CENTRAL, "1.0"));

        assertThat(late(Map.of(), shop).isSkipped()).isFalse();
    }

    private LateDeployment late(Map<String, String> properties, MavenProject current) {
        MavenSession session = Calls.session(properties, Map.of());
        session.setProjects(List.of(current, tests));
        return new LateDeployment(session, current, Calls.call("publish"));
    }

    private void check(
            boolean refused, Map<String, String> properties, Predicate<MavenProject> past, String... message) {
        LateDeployment late = late(properties, shop);
        if (refused) {
            assertThatThrownBy(() -> late.refuseBefore(past))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll(message);
        } else {
            assertThatCode(() -> late.refuseBefore(past)).doesNotThrowAnyException();
        }
    }

    private static Plugin deploy(String version, @Nullable String atEnd) {
        return deploy(version, "deployAtEnd", atEnd);
    }

    private static Plugin deploy(String version, String element, @Nullable String value) {
        Plugin plugin = plugin(DEPLOY, version);
        if (value != null) {
            plugin.getExecutions().get(0).setConfiguration(element("configuration", null, element(element, value)));
        }
        return plugin;
    }

    private static Plugin plugin(String key, String version) {
        Plugin plugin = new Plugin();
        plugin.setGroupId(key.substring(0, key.indexOf(':')));
        plugin.setArtifactId(key.substring(key.indexOf(':') + 1));
        plugin.setVersion(version);
        plugin.addExecution(new PluginExecution());
        return plugin;
    }

    private static MavenProject project(String name, String version) {
        MavenProject project = Calls.project();
        project.setArtifactId(name);
        project.setArtifact(artifact(name, version));
        return project;
    }

    private static DefaultArtifact artifact(String name, String version) {
        return new DefaultArtifact("com.acme", name, version, null, "jar", null, new DefaultArtifactHandler("jar"));
    }
}
