package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.Calls;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.LocalRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class RuntimeDependenciesTest {
    @TempDir
    private Path directory;

    @Inject
    private RepositorySystem repositories;

    @Inject
    private ProjectDependenciesResolver resolver;

    private final MavenProject project = new MavenProject();
    private MavenSession session;
    private RuntimeDependencies dependencies;

    @BeforeEach
    @SuppressWarnings("deprecation") // Nothing else makes a session without a container.
    void createSession() {
        DefaultRepositorySystemSession resolution = MavenRepositorySystemUtils.newSession();
        resolution.setLocalRepositoryManager(repositories.newLocalRepositoryManager(
                resolution, new LocalRepository(directory.resolve("local").toFile())));
        session = new MavenSession(
                null, resolution, new DefaultMavenExecutionRequest(), new DefaultMavenExecutionResult());
        dependencies = new RuntimeDependencies(session, resolver);
        project.setGroupId("com.acme");
        project.setArtifactId("shop");
        project.setVersion("1.0");
        project.setArtifact(artifact("shop"));
        session.setProjects(new ArrayList<>(List.of(project)));
    }

    /** Maven would resolve for it in the project of a release, which binds it by its parent, and fail there. */
    @Test
    void goalsWhenMavenReadsTheDescriptorHaveItResolveNothing() {
        assertThat(Calls.descriptor().getMojos())
                .extracting(
                        MojoDescriptor::getDependencyResolutionRequired,
                        MojoDescriptor::getDependencyCollectionRequired)
                .hasSizeGreaterThan(10)
                .containsOnly(tuple(null, null));
    }

    @Test
    void resolveWhenScopesDifferTakesThoseOfTheRuntimeInMavensOrder() throws IOException {
        install("second", dependency("nowhere", "provided"), dependency("nowhere", "test"));
        install("first", dependency("third", "runtime"), dependency("second", "compile"));
        install("third");
        add("tools", "provided");
        add("first", "compile");
        add("second", "runtime");
        add("driver", "system")
                .setSystemPath(Files.createFile(directory.resolve("driver.jar")).toString());
        add("junit", "test");

        dependencies.resolve(project);

        assertThat(project.getArtifacts())
                .extracting(Artifact::getArtifactId, Artifact::getScope, artifact -> artifact.getFile()
                        .getName())
                .containsExactly(
                        tuple("first", "compile", "first-1.jar"),
                        tuple("third", "runtime", "third-1.jar"),
                        tuple("second", "runtime", "second-1.jar"),
                        tuple("driver", "system", "driver.jar"));
    }

    /** Later goals, such as those of another plugin that tests, need more than this one. */
    @Test
    void resolveWhenMavenResolvedMoreForOtherGoalsLeavesThatToThem() {
        project.setResolvedArtifacts(Set.of(artifact("junit")));

        dependencies.resolve(project);
        assertThat(project.getArtifacts()).isEmpty();

        project.setArtifactFilter(any -> true);
        assertThat(project.getArtifacts()).extracting(Artifact::getArtifactId).containsExactly("junit");
    }

    @Test
    void resolveWhenAModuleHasAnotherFileTakesIt() throws IOException {
        install("module");
        add("module", "compile");
        MavenProject module = new MavenProject();
        module.setArtifact(artifact("module"));
        File repackaged = directory.resolve("target/module.jar").toFile();
        module.getArtifact().setFile(repackaged);
        session.setProjects(new ArrayList<>(List.of(module, project)));

        dependencies.resolve(project);

        assertThat(project.getArtifacts()).extracting(Artifact::getFile).containsExactly(repackaged);
    }

    @Test
    void resolveWhenALibraryIsNowhereNamesItAndTheElements() {
        add("nowhere", "compile");

        assertThatThrownBy(() -> dependencies.resolve(project))
                .isInstanceOf(ImageException.class)
                .hasMessageMatching(
                        "Cannot resolve the libraries of the image of 'shop': [^\n]*com.acme:nowhere:jar:1[^\n]*\\."
                                + " Correct <dependencies> or <repositories> in its POM\\.");
    }

    private Dependency add(String name, String scope) {
        Dependency dependency = new Dependency();
        dependency.setGroupId("com.acme");
        dependency.setArtifactId(name);
        dependency.setVersion("1");
        dependency.setScope(scope);
        project.getModel().addDependency(dependency);
        return dependency;
    }

    private static String dependency(String name, String scope) {
        return "<dependency><groupId>com.acme</groupId><artifactId>" + name + "</artifactId><version>1</version><scope>"
                + scope + "</scope></dependency>";
    }

    private void install(String name, String... dependencies) throws IOException {
        Path place = Files.createDirectories(directory.resolve("local/com/acme/" + name + "/1"));
        Files.createFile(place.resolve(name + "-1.jar"));
        Files.writeString(
                place.resolve(name + "-1.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>" + name
                        + "</artifactId><version>1</version><dependencies>" + String.join("", dependencies)
                        + "</dependencies></project>");
    }

    private static Artifact artifact(String name) {
        return new DefaultArtifact("com.acme", name, "1", "compile", "jar", null, new DefaultArtifactHandler("jar"));
    }
}
