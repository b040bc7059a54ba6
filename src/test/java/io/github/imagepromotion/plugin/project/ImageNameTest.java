package io.github.imagepromotion.plugin.project;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.plugin.config.KnownNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A goal that is called does not see the configuration of the execution that builds the image, and moves its tags. */
class ImageNameTest {
    @TempDir
    private Path directory;

    @Test
    void onlyWhenNothingIsSaidIsTheArtifactId() throws IOException {
        assertThat(name(project(bound("build"))).only()).hasToString("shop");
    }

    @Test
    void onlyWhenTheExecutionThatBuildsNamesItTakesThat() throws IOException {
        MavenProject project = project(bound("build", element("repository", "acme/shop")));

        assertThat(name(project).only()).hasToString("acme/shop");
        assertThat(name(project).all()).containsExactly(RepositoryName.of("acme/shop"));
    }

    @Test
    void onlyWhenJibsToNamesItTakesThatForBuildsAndNotForImports() throws IOException {
        Xpp3Dom nested = element("to", null, element("image", "registry.example/acme/shop:1"));

        assertThat(name(project(bound("build", nested))).only()).hasToString("acme/shop");
        assertThat(name(project(bound("build", element("to", "registry.example/acme/shop"))))
                        .only())
                .hasToString("acme/shop");
        assertThat(name(project(bound("import", nested))).only()).hasToString("shop");
    }

    @Test
    void onlyWhenAPropertyNamesItTakesThat() throws IOException {
        MavenProject project = project(bound("build"));
        project.getProperties().setProperty("image.repository", "acme/shop");
        assertThat(name(project).only()).hasToString("acme/shop");

        MavenProject jibs = project(bound("build", element("to", "registry.example/acme/x")));
        jibs.getProperties().setProperty("image.to.image", "registry.example/acme/shop");
        assertThat(name(jibs).only()).hasToString("acme/shop");
    }

    @Test
    void onlyWhenThePomSaysTwoThingsRefuses() throws IOException {
        List<MavenProject> torn = List.of(
                project(bound("build", element("repository", "acme/shop")), bound("import")),
                project(bound("build", element("repository", "acme/shop")), called(element("repository", "shop"))),
                ofAll(project(bound("build", element("repository", "acme/shop"))), element("repository", "shop")));

        for (MavenProject project : torn) {
            assertThatThrownBy(() -> name(project).only())
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("'acme/shop'", "'shop'", "in the POM", "-Dimage.repository");
            assertThat(name(project).all()).hasSize(2);
        }
    }

    /** What is switched off says nothing. */
    @Test
    void onlyWhenAnExecutionHasNoPhaseIsNotThatOne() throws IOException {
        PluginExecution off = bound("build", element("repository", "acme/other"));
        off.setPhase("none");

        assertThat(name(project(bound("build", element("repository", "acme/shop")), off))
                        .only())
                .hasToString("acme/shop");
    }

    @Test
    void onlyWhenTheBuildLeftARecordDecidesBetweenTwo() throws IOException {
        MavenProject project =
                ofAll(project(bound("build", element("repository", "acme/shop"))), element("repository", "shop"));
        leaveRecord("com.acme:shop:1.0", "acme/shop");

        assertThat(name(project).only()).hasToString("acme/shop");
        assertThat(name(project).all()).containsExactly(RepositoryName.of("acme/shop"));
    }

    @Test
    void onlyWhenTheBuildCalledItOtherwiseRefuses() throws IOException {
        leaveRecord("com.acme:shop:1.0", "acme/before");

        assertThatThrownBy(() -> name(project(bound("build", element("repository", "acme/shop"))))
                        .only())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'acme/before'", "shop-1.0-image.json", "'acme/shop' in the POM");
    }

    @Test
    void onlyWhenTheRecordIsOfAnotherProjectIsThePoms() throws IOException {
        leaveRecord("com.acme:other:1.0", "acme/other");

        assertThat(name(project(bound("build"))).only()).hasToString("shop");
    }

    /** Such as what a plugin sets while it builds. */
    @Test
    void onlyWhenThePomRefersToWhatIsNotSetNeedsTheRecord() throws IOException {
        MavenProject project = project(bound("build", element("repository", "acme/${set.by.build}")));

        assertThatThrownBy(() -> name(project).only())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("${set.by.build}", "-Dimage.repository");
        leaveRecord("com.acme:shop:1.0", "acme/shop");
        assertThat(name(project).only()).hasToString("acme/shop");
    }

    @Test
    void unlessOfAllWhenTheGoalAloneIsToldIsThat() throws IOException {
        MavenProject project = ofAll(project(bound("build")), element("repository", "acme/shop"));

        assertThat(name(project).unlessOfAll(Optional.of("acme/shop"))).isEmpty();
        assertThat(name(project).unlessOfAll(Optional.of("acme/own"))).contains(RepositoryName.of("acme/own"));
    }

    /** The plugin has one {@code <configuration>} for all of its goals. */
    @Test
    void parametersWhenGoalsShareAnElementMeanTheSame() {
        Map<String, Set<String>> known = new HashMap<>();
        for (MojoDescriptor goal : Calls.descriptor().getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                Set<String> meaning = Set.of(
                        parameter.getType(),
                        KnownNames.property(goal, parameter).orElse("no property"));
                assertThat(known.computeIfAbsent(parameter.getName(), name -> meaning))
                        .as("<%s> of image:%s", parameter.getName(), goal.getGoal())
                        .isEqualTo(meaning);
            }
        }
        assertThat(known).containsKeys("to", "toBuild", "repository");
    }

    private ImageName name(MavenProject project) {
        MavenSession session = Calls.session(Map.of(), Map.of());
        session.setProjects(List.of(project));
        session.setCurrentProject(project);
        return new ImageName(session, project, Calls.call("rollback"));
    }

    private MavenProject project(PluginExecution... executions) {
        MavenProject project = Calls.project();
        project.setGroupId("com.acme");
        project.setVersion("1.0");
        project.getBuild().setDirectory(directory.toString());
        project.getBuild().setFinalName("shop-1.0");
        Plugin plugin = project.getBuild().getPlugins().get(0);
        for (PluginExecution execution : executions) {
            plugin.addExecution(execution);
        }
        return project;
    }

    private static MavenProject ofAll(MavenProject project, Xpp3Dom element) {
        project.getBuild().getPlugins().get(0).setConfiguration(element("configuration", null, element));
        return project;
    }

    private static PluginExecution bound(String goal, Xpp3Dom... elements) {
        PluginExecution bound = new PluginExecution();
        bound.setId(goal + "-" + elements.length);
        bound.addGoal(goal);
        bound.setConfiguration(element("configuration", null, elements));
        return bound;
    }

    private static PluginExecution called(Xpp3Dom element) {
        PluginExecution called = new PluginExecution();
        called.setId("default-cli");
        called.setConfiguration(element("configuration", null, element));
        return called;
    }

    private void leaveRecord(String project, String repository) throws IOException {
        Digest digest = Digest.sha256(new byte[] {1});
        new BuildRecord(
                        BuildRecord.SCHEMA_VERSION,
                        new Identity(Coordinates.of(project), RepositoryName.of(repository), BuildId.of("7")),
                        new BuildRecord.Top(digest, MediaType.OCI_MANIFEST, 1),
                        List.of(),
                        BuildRecord.Inputs.UNKNOWN,
                        List.of(),
                        Optional.empty())
                .write(directory.resolve("shop-1.0-image.json"));
    }
}
