package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code image:approve} and {@code image:reject} say before they touch anything. */
@MojoTest
class DecisionMojosTest {
    private static final String POM = "src/test/resources/mojo/build/pom.xml";
    private static final String FILE = "target/mojo-decisions/shop-image.tar";

    @BeforeEach
    void build() throws IOException {
        Files.createDirectories(Path.of("target/mojo-decisions"));
        Archives.write(Path.of(FILE), TestImages.single(1, 400), Archives.identity("shop", "42"));
    }

    @Test
    @InjectMojo(goal = "reject", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    void rejectWhenNoReasonIsGivenAsksForItAndForNoEnvironment(RejectMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("Decided nothing", "-Dimage.reason");
    }

    @Test
    @InjectMojo(goal = "reject", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "reason", value = "leaks")
    void rejectWhenThereIsNoKeySaysHowToNameOne(RejectMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("there is no key", "<signing><keyFile>", "-Dimage.signing.keyFile");
    }

    @Test
    @InjectMojo(goal = "approve", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    void approveWhenNoEnvironmentIsNamedListsTheKnown(ApproveMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("-Dimage.environment", "dev, prod");
    }

    @Test
    @InjectMojo(goal = "approve", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "validFor", value = "soon")
    void approveWhenItsTimeIsNoneNamesTheParameter(ApproveMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("-Dimage.validFor", "'soon'", "PT5M");
    }
}
