package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

/** What {@code image:promote}, and goals that read a build's record, say to wrong parameters, before they touch anything. */
@MojoTest
class PromoteMojoTest {
    private static final String POM = "src/test/resources/mojo/build/pom.xml";
    private static final String FILE = "target/mojo-promote/shop-image.tar";
    private static final String RECORD = "target/mojo-promote/shop-image.json";

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
    void parallelismWhenNoneIsSetIsEightOrMore(PromoteMojo mojo) {
        assertThat(mojo.parallelism())
                .isEqualTo(Math.max(8, Runtime.getRuntime().availableProcessors()));
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

    @Test
    @InjectMojo(goal = "status", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    void statusWhenArchiveAndRecordAreOfTwoBuildsRefuses(StatusMojo mojo) throws IOException {
        writeTwoBuilds();

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("not of one build", "build '42'", "build '43'");
    }

    @Test
    @InjectMojo(goal = "rollback", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "dev")
    void rollbackWhenArchiveAndRecordAreOfTwoBuildsRefuses(RollbackMojo mojo) throws IOException {
        writeTwoBuilds();

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("not of one build", "build '42'", "build '43'");
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "dev")
    @MojoParameter(name = "artifact", value = "com.acme:billing")
    void executeWhenTheFileIsOfAnotherProjectThanAskedForRefuses(PromoteMojo mojo) throws IOException {
        Files.createDirectories(Path.of(FILE).getParent());
        Archives.write(Path.of(FILE), TestImages.single(1, 400), Archives.identity("shop", "42"));
        Files.deleteIfExists(Path.of(RECORD));

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("asked for was 'com.acme:billing'", "'com.acme:shop:1.0'");
    }

    private static void writeTwoBuilds() throws IOException {
        TestImage image = TestImages.single(1, 400);
        Files.createDirectories(Path.of(FILE).getParent());
        Archives.write(Path.of(FILE), image, Archives.identity("shop", "42"));
        Identity other = Archives.identity("shop", "43");
        Records.of(other, image.image().top(), List.of()).write(Path.of(RECORD));
    }
}
