package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.plugin.config.CommandLine;
import io.github.imagepromotion.plugin.config.Directories;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which modules are selected changes no path: {@code mvn -f all -pl two} was called beside {@code all}. */
class DirectoriesTest {
    @TempDir
    private Path shell;

    @Test
    void rootWhenAModuleAloneIsSelectedIsThatOfTheWholeBuild() {
        MavenSession session = session(Map.of());
        Directories directories = new Directories(session, session.getCurrentProject());

        assertThat(directories.called()).isEqualTo(shell);
        assertThat(directories.root()).isEqualTo(shell.resolve("all"));
        assertThat(directories.topBuild()).isEqualTo(shell.resolve("all/target"));
        assertThat(directories.project()).isEqualTo(shell.resolve("all/two"));
        assertThat(directories.build()).isEqualTo(shell.resolve("all/two/target"));
    }

    /** {@code cd all/two; mvn deploy} goes where {@code mvn deploy} goes. */
    @Test
    void rootWhenMavenWasCalledInAModuleIsThatOfItsParentAbove() {
        MavenSession session = session(Map.of());
        MavenProject two = session.getCurrentProject();
        session.getRequest().setBaseDirectory(two.getBasedir());
        session.setAllProjects(List.of(two));
        two.setParent(project(shell.resolve("all")));
        assertThat(new Directories(session, two).root()).isEqualTo(shell.resolve("all"));

        // A parent that stands beside it, or in a repository, is another project's.
        two.setParent(project(shell.resolve("all/parent")));
        assertThat(new Directories(session, two).root())
                .isEqualTo(two.getBasedir().toPath());
        two.setParent(new MavenProject());
        assertThat(new Directories(session, two).root())
                .isEqualTo(two.getBasedir().toPath());
    }

    @Test
    void rootWhenThereIsNoPomIsWhereMavenWasCalled() {
        MavenSession session = session(Map.of());
        Directories directories = new Directories(session, new MavenProject());

        assertThat(directories.root()).isEqualTo(shell);
        assertThat(directories.project()).isEqualTo(shell);
        assertThat(directories.topBuild()).isEqualTo(shell.resolve("target"));
    }

    @Test
    void ofWhenThePropertyIsOfTheCommandLineIsWhereMavenWasCalled() {
        MavenSession session = session(Map.of("image.trustedKeys", "keys/builds.pub"));
        Directories directories = new Directories(session, session.getCurrentProject());

        assertThat(directories.of("image.trustedKeys")).isEqualTo(shell);
        assertThat(directories.of("image.allowRegistries")).isEqualTo(shell.resolve("all"));
        assertThat(directories.of("image.source", directories.project())).isEqualTo(shell.resolve("all/two"));
    }

    /** Maven itself takes every file from the directory of the module that runs. */
    @Test
    @SuppressWarnings("NullAway") // Nothing that the goal is made with is called.
    void overrideWhenFilesAreRelativeTakesThoseOfPomAndCommandLineFromTheirPlace() throws Exception {
        MavenSession session = session(Map.of("image.environments", "ci/environments.xml"));
        session.getCurrentProject().getProperties().setProperty("image.stateDirectory", "state");
        PublishMojo mojo = new PublishMojo(null, null);
        Xpp3Dom configuration = element(
                "configuration",
                null,
                element("drop", "drop"),
                element("caFile", new File("/etc/ca.pem").getPath()),
                element("stateDirectory", "${image.stateDirectory}"),
                element("resultFile", "${image.resultFile}"));
        MojoExecution execution = Calls.call("publish", configuration);

        new CommandLine(session, session.getCurrentProject(), execution).override(mojo);

        assertThat(file(mojo, PublishMojo.class, "drop")).isEqualTo(shell.resolve("all/drop"));
        assertThat(file(mojo, AbstractImageMojo.class, "environmentsFile"))
                .isEqualTo(shell.resolve("ci/environments.xml"));
        assertThat(file(mojo, AbstractImageMojo.class, "caFile")).isEqualTo(Path.of("/etc/ca.pem"));
        assertThat(file(mojo, AbstractEnvironmentMojo.class, "stateDirectory")).isEqualTo(shell.resolve("all/state"));
        assertThat(file(mojo, PublishMojo.class, "resultFile")).isNull();
    }

    private static @org.jspecify.annotations.Nullable Path file(PublishMojo mojo, Class<?> owner, String name)
            throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        File file = (File) field.get(mojo);
        return file == null ? null : file.toPath();
    }

    private MavenSession session(Map<String, String> properties) {
        MavenSession session = Calls.session(properties, Map.of());
        session.getRequest().setBaseDirectory(shell.resolve("all").toFile());
        session.getRequest().getSystemProperties().setProperty("user.dir", shell.toString());
        MavenProject all = project(shell.resolve("all"));
        MavenProject two = project(shell.resolve("all/two"));
        session.setAllProjects(List.of(all, two));
        session.setProjects(List.of(two));
        session.setCurrentProject(two);
        return session;
    }

    private static MavenProject project(Path directory) {
        MavenProject project = Calls.project();
        project.setFile(directory.resolve("pom.xml").toFile());
        project.getBuild().setDirectory(directory.resolve("target").toString());
        return project;
    }
}
