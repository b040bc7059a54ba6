package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

/** What {@code image:promote} says to wrong parameters, before it touches anything. */
@MojoTest
class PromoteMojoTest {
    private static final String POM = "src/test/resources/mojo/build/pom.xml";

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "environment", value = "staging")
    @MojoParameter(name = "file", value = "target/none-image.tar")
    void executeWhenTheEnvironmentIsUnknownListsTheKnown(PromoteMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("'staging'", "dev, prod", "-Dimage.environment");
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "environment", value = "dev")
    @MojoParameter(name = "file", value = "target/none-image.tar")
    void executeWhenTheFileIsMissingNamesIt(PromoteMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("none-image.tar", "-Dimage.file");
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "environment", value = "dev")
    @MojoParameter(name = "drop", value = "target/no-drop")
    void executeWhenADropIsNamedWithoutABuildAsksForIt(PromoteMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("-Dimage.buildId");
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "environment", value = "dev")
    @MojoParameter(name = "artifact", value = "com.acme:shop")
    void executeWhenCoordinatesLackTheVersionSaysTheirForm(PromoteMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("-Dimage.artifact", "groupId:artifactId:version");
    }
}
