package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.BuildSuccess;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that made something anew takes nothing older in its place. */
class ReactorTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"package", "verify", "install", "deploy", "after:package", "verify[100]"})
    void deployedProjectsWhenThisCallPackagedWithoutAnImageRefusesAndNamesTheExecution(String phase)
            throws IOException {
        MavenProject shop = project("shop", "jar");

        assertThatThrownBy(() ->
                        reactor(List.of(shop), "clean", phase, "image:promote").deployedProjects())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "'shop'",
                        "<executions><execution><goals><goal>build</goal></goals></execution></executions>",
                        "-Dimage.artifact");
    }

    @Test
    void deployedProjectsWhenTheBoundGoalDidNotRunSaysThat() throws IOException {
        MavenProject shop = project("shop", "jar", "build");

        assertThatThrownBy(
                        () -> reactor(List.of(shop), "package", "image:promote").deployedProjects())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("was skipped, or is bound to a later phase")
                .hasMessageNotContaining("Add <executions>");
    }

    @Test
    void deployedProjectsWhenAReleaseIsOfAnotherPackagingSaysThat() throws IOException {
        MavenProject november = project("november", "jar", "release");

        assertThatThrownBy(() ->
                        reactor(List.of(november), "package", "image:promote").deployedProjects())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "an <execution> of image:release, and its packaging is jar",
                        "<packaging>pom</packaging>",
                        "-Dimage.artifact");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image:promote",
                "compile image:promote",
                "io.github.imagepromotion:image-promotion-maven-plugin:1.0:promote@release package"
            })
    void deployedProjectsWhenNothingWasPackagedBeforeAreTaken(String goals) throws IOException {
        MavenProject shop = project("shop", "jar");
        // As the compiler plugin leaves it.
        shop.getArtifact().setFile(directory.toFile());

        assertThat(reactor(List.of(shop), goals.split(" ")).deployedProjects()).containsExactly(shop);
    }

    /** Whichever way a jar came about, such as by its goal alone. */
    @Test
    void deployedProjectsWhenTheMainArtifactIsThereRefuses() throws IOException {
        MavenProject shop = project("shop", "jar");
        shop.getArtifact()
                .setFile(Files.createFile(directory.resolve("shop.jar")).toFile());

        assertThatThrownBy(
                        () -> reactor(List.of(shop), "jar:jar", "image:promote").deployedProjects())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("'shop'");
    }

    /** A library that inherits the configuration, and a parent, have no image that could be missing. */
    @Test
    void attachedWhenOneModuleHasAnImageDoesNotAskForThatOfOthers() throws IOException {
        MavenProject shop = project("shop", "jar", "build");
        attach(shop);
        List<MavenProject> modules = List.of(project("parent", "pom"), project("library", "jar"), shop);

        assertThat(reactor(modules, "package", "image:promote").attached()).hasSize(1);
        assertThat(reactor(modules, "package", "image:status").imageProjects()).containsExactly(shop);
    }

    /** What lies in the Maven repository is an older release, whose members may be others. */
    @Test
    void deployedProjectsWhenThisCallPackagedAPomWithoutAReleaseRefusesAndNamesTheExecution() throws IOException {
        MavenProject november = project("november", "pom", "build");

        assertThatThrownBy(() ->
                        reactor(List.of(november), "package", "image:promote").deployedProjects())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "'november', and no release was locked in it: its packaging is pom",
                        "<executions><execution><goals><goal>release</goal></goals></execution></executions>",
                        "-Dimage.artifact");
        assertThat(reactor(List.of(november), "image:promote").deployedProjects())
                .containsExactly(november);
    }

    /** {@code -pl} and {@code -rf}: the images of a project go together. */
    @Test
    void refusePartWhenAModuleWithAnImageIsNotSelectedNamesIt() throws IOException {
        MavenProject shop = project("shop", "jar", "build");
        MavenProject billing = project("billing", "jar", "import");
        MavenSession session = session(List.of(shop), "image:promote");
        Reactor part = reactor(session, shop);
        session.setAllProjects(List.of(project("parent", "pom", "build"), project("library", "jar"), shop, billing));

        assertThatThrownBy(() -> part.refusePart("promote"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'billing' has one, too", "-pl, -rf", "-Dimage.allowPartial")
                .hasMessageNotContainingAny("library", "parent");
        session.setAllProjects(List.of(project("library", "jar"), shop));
        assertThatCode(() -> part.refusePart("promote")).doesNotThrowAnyException();
    }

    @Test
    void refuseAfterFailureWhenMavenWentOnNamesTheModule() throws IOException {
        MavenProject shop = project("shop", "jar", "build");
        MavenProject billing = project("billing", "jar", "build");
        MavenSession session = session(List.of(shop, billing), "verify", "image:promote");
        session.getResult().addBuildSummary(new BuildSuccess(shop, 1));
        assertThatCode(() -> Reactor.refuseAfterFailure(session, "promote")).doesNotThrowAnyException();

        Exception failure = new IllegalStateException("a test failed");
        session.getResult().addException(failure);
        session.getResult().addBuildSummary(new BuildFailure(billing, 1, failure));
        assertThatThrownBy(() -> Reactor.refuseAfterFailure(session, "promote"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'billing'", "--fail-at-end")
                .hasMessageNotContaining("shop");
    }

    private void attach(MavenProject project) throws IOException {
        DefaultArtifact archive = new DefaultArtifact(
                "com.acme", project.getArtifactId(), "1.0", null, "tar", "image", new DefaultArtifactHandler("tar"));
        archive.setFile(Files.createFile(directory.resolve("shop-image.tar")).toFile());
        project.addAttachedArtifact(archive);
    }

    private MavenProject project(String name, String packaging, String... goals) throws IOException {
        Plugin plugin = plugin();
        for (String goal : goals) {
            PluginExecution bound = new PluginExecution();
            bound.addGoal(goal);
            plugin.addExecution(bound);
        }
        Model model = new Model();
        model.setGroupId("com.acme");
        model.setArtifactId(name);
        model.setVersion("1.0");
        model.setPackaging(packaging);
        model.setBuild(new Build());
        model.getBuild().addPlugin(plugin);
        MavenProject project = new MavenProject(model);
        project.setFile(directory.resolve("pom.xml").toFile());
        project.setArtifact(new DefaultArtifact(
                "com.acme", name, "1.0", null, packaging, null, new DefaultArtifactHandler(packaging)));
        return project;
    }

    private static Plugin plugin() {
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.imagepromotion");
        plugin.setArtifactId("image-promotion-maven-plugin");
        return plugin;
    }

    private static Reactor reactor(List<MavenProject> projects, String... goals) {
        return reactor(session(projects, goals), projects.get(0));
    }

    @SuppressWarnings("deprecation") // Nothing else makes one without a container.
    private static MavenSession session(List<MavenProject> projects, String... goals) {
        MavenExecutionRequest request = new DefaultMavenExecutionRequest();
        request.setGoals(List.of(goals));
        MavenSession session = new MavenSession(
                null, new DefaultRepositorySystemSession(), request, new DefaultMavenExecutionResult());
        session.setProjects(projects);
        return session;
    }

    private static Reactor reactor(MavenSession session, MavenProject project) {
        PluginDescriptor descriptor = new PluginDescriptor();
        descriptor.setGroupId(plugin().getGroupId());
        descriptor.setArtifactId(plugin().getArtifactId());
        MojoDescriptor mojo = new MojoDescriptor();
        mojo.setPluginDescriptor(descriptor);
        mojo.setGoal("promote");
        MojoExecution execution = new MojoExecution(plugin(), "promote", "default-cli");
        execution.setMojoDescriptor(mojo);
        return new Reactor(session, project, execution);
    }
}
