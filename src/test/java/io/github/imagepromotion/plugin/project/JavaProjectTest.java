package io.github.imagepromotion.plugin.project;

import static io.github.imagepromotion.plugin.Calls.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.plugin.config.ContainerParameter;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.testing.TestImages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a POM says of its application. */
class JavaProjectTest {
    @TempDir
    Path directory;

    private final MavenProject project = project("shop");

    @Test
    void mainClassWhenSeveralPlacesNameOneIsThatOfTheFirst() throws IOException {
        addClass("com/acme/OfTheJar");
        addClass("com/acme/OfSpringBoot");
        addClass("com/acme/OfTheProperty");
        project.getProperties().setProperty("start-class", "com.acme.OfTheProperty");
        assertThat(mainClass(Map.of())).contains("com.acme.OfTheProperty");

        addPlugin(
                "spring-boot-maven-plugin",
                element("configuration", null, element("mainClass", "com.acme.OfSpringBoot")));
        assertThat(mainClass(Map.of())).contains("com.acme.OfSpringBoot");

        addPlugin("maven-jar-plugin", manifest("com.acme.OfTheJar"));
        assertThat(mainClass(Map.of())).contains("com.acme.OfTheJar");

        assertThat(mainClass(Map.of("image.container.mainClass", "com.acme.Configured")))
                .contains("com.acme.Configured");
    }

    @Test
    void mainClassWhenTheJarPluginsIsNoClassOfTheProjectIsPassedBy() throws IOException {
        addPlugin("maven-jar-plugin", manifest("${start-class}"));
        assertThat(mainClass(Map.of())).isEmpty();

        addClass("com/acme/OfTheProperty");
        project.getProperties().setProperty("start-class", "com.acme.OfTheProperty");
        assertThat(mainClass(Map.of())).contains("com.acme.OfTheProperty");
    }

    @Test
    void mainClassWhenTheJarPluginsIsOfADependencyIsTaken() throws IOException {
        addPlugin("maven-jar-plugin", manifest("io.framework.Launcher"));
        Artifact framework = artifact("framework", "1", Artifact.SCOPE_COMPILE, true);
        framework.setFile(TestImages.zip(directory.resolve("framework.jar"), Map.of("io/framework/Launcher.class", "x"))
                .toFile());
        project.setArtifacts(Set.of(framework));

        assertThat(mainClass(Map.of())).contains("io.framework.Launcher");
    }

    @Test
    void mainClassWhenNobodyNamesOneIsLeftToBeFound() throws IOException {
        assertThat(mainClass(Map.of())).isEmpty();

        addPlugin("maven-jar-plugin", manifest("  "));
        assertThat(mainClass(Map.of())).isEmpty();
    }

    @Test
    void dependenciesWhenResolvedKeepMavensOrderAndSayWhatTheyAre() throws IOException {
        MavenProject module = project("common");
        project.setArtifacts(new LinkedHashSet<>(List.of(
                artifact("released", "1", Artifact.SCOPE_COMPILE, true),
                artifact("common", "1.0", Artifact.SCOPE_COMPILE, true),
                artifact("changing", "1-SNAPSHOT", Artifact.SCOPE_RUNTIME, true),
                artifact("servlet", "1", Artifact.SCOPE_PROVIDED, true),
                artifact("native", "1", Artifact.SCOPE_RUNTIME, false),
                artifact("driver", "1", Artifact.SCOPE_SYSTEM, true),
                artifact("another", "2", Artifact.SCOPE_RUNTIME, true))));

        assertThat(java(session(Map.of(), module)).dependencies())
                .containsExactly(
                        new Dependency(Path.of("released.jar"), Dependency.Kind.RELEASE),
                        new Dependency(Path.of("common.jar"), Dependency.Kind.PROJECT),
                        new Dependency(Path.of("changing.jar"), Dependency.Kind.SNAPSHOT),
                        new Dependency(Path.of("driver.jar"), Dependency.Kind.RELEASE),
                        new Dependency(Path.of("another.jar"), Dependency.Kind.RELEASE));
    }

    @ParameterizedTest
    @CsvSource({"1.8,8", "8,8", "9,11", "11,11", "17,17", "18,21", "25,25"})
    void baseImageWhenNoneIsNamedHasTheProjectsJavaOrTheNext(String release, int image) throws IOException {
        project.getProperties().setProperty("maven.compiler.target", release);

        assertThat(java(session(Map.of())).defaultBaseImage()).isEqualTo("eclipse-temurin:" + image + "-jre");
    }

    @Test
    void baseImageWhenTheCompilerPluginSaysTheReleaseFollowsIt() throws IOException {
        project.getProperties().setProperty("maven.compiler.target", "11");
        addPlugin("maven-compiler-plugin", element("configuration", null, element("release", "21")));

        assertThat(java(session(Map.of())).defaultBaseImage()).isEqualTo("eclipse-temurin:21-jre");
    }

    /** An execution, the command line, a toolchain or Kotlin's compiler may say another release than the POM. */
    @Test
    void baseImageWhenClassFilesNeedAnotherJavaFollowsThem(@TempDir Path classes) throws IOException {
        project.getProperties().setProperty("maven.compiler.target", "11");
        project.getBuild().setOutputDirectory(classes.toString());
        Files.write(classes.resolve("A.class"), classFile(55));
        Files.write(classes.resolve("B.class"), classFile(61));
        Files.write(classes.resolve("module-info.class"), classFile(65));
        Files.write(
                Files.createDirectories(classes.resolve("META-INF/versions/21")).resolve("A.class"), classFile(65));

        assertThat(java(session(Map.of())).defaultBaseImage()).isEqualTo("eclipse-temurin:17-jre");
        assertThat(java(session(Map.of())).readsArgumentFiles()).isTrue();
    }

    private static byte[] classFile(int major) {
        return new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, (byte) major, 0};
    }

    @Test
    void artifactWhenItHasAClassifierIsTakenIfItIsTheOnlyOne(@TempDir Path target) throws IOException {
        project.setPackaging("war");
        project.setArtifact(artifact("shop", "1.0", Artifact.SCOPE_COMPILE, true));
        project.getArtifact().setFile(null);
        assertThatThrownBy(() -> contents()).hasMessageContainingAll("has not been packaged yet", "Run mvn package");

        Path war = attach("exec", target);
        assertThat(contents()).isEqualTo(new Contents.War(war, Set.of()));

        attach("other", target);
        assertThatThrownBy(() -> contents())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Which WAR of shop", "'exec', 'other'", "Remove the <classifier>");
    }

    private Path attach(String classifier, Path target) throws IOException {
        Path war = Files.createFile(target.resolve("shop-" + classifier + ".war"));
        DefaultArtifact attached = new DefaultArtifact(
                "com.acme", "shop", "1.0", "compile", "war", classifier, new DefaultArtifactHandler("war"));
        attached.setFile(war.toFile());
        project.addAttachedArtifact(attached);
        return war;
    }

    @Test
    void baseImageWhenThereIsNoneForTheReleaseNamesElementAndProperty() {
        project.getProperties().setProperty("maven.compiler.release", "99");

        assertThatThrownBy(() -> java(session(Map.of())).defaultBaseImage())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Java 99", "<from><image>", "-Dimage.from.image");
    }

    private Contents contents() throws IOException {
        return new ApplicationForm(project, java(session(Map.of())), warning -> {})
                .contents(Optional.of("exploded"), Optional.empty(), false);
    }

    private void addClass(String name) throws IOException {
        project.getBuild().setOutputDirectory(directory.resolve("classes").toString());
        Path file = directory.resolve("classes").resolve(name + ".class");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private Optional<String> mainClass(Map<String, String> properties) throws IOException {
        MavenSession session = session(properties);
        Entrypoint entrypoint = new ContainerParameter()
                .settings(
                        new Properties(session, project),
                        java(session),
                        new Contents.Exploded(List.of(), Optional.empty(), Optional.empty()),
                        false)
                .entrypoint();
        return entrypoint.mainClass();
    }

    private JavaProject java(MavenSession session) {
        return new JavaProject(session, project, "image-promotion-maven-plugin");
    }

    private MavenSession session(Map<String, String> properties, MavenProject... others) {
        MavenSession session = Calls.session(properties, Map.of());
        List<MavenProject> reactor = new ArrayList<>(List.of(others));
        reactor.add(project);
        session.setProjects(reactor);
        return session;
    }

    private static MavenProject project(String artifactId) {
        MavenProject project = new MavenProject();
        project.setGroupId("com.acme");
        project.setArtifactId(artifactId);
        project.setVersion("1.0");
        project.setPackaging("jar");
        project.getBuild().setOutputDirectory("no-classes");
        return project;
    }

    private void addPlugin(String artifactId, Xpp3Dom configuration) {
        Plugin plugin = new Plugin();
        plugin.setArtifactId(artifactId);
        plugin.setConfiguration(configuration);
        project.getBuild().addPlugin(plugin);
        project.getBuild().flushPluginMap();
    }

    private static Xpp3Dom manifest(String mainClass) {
        return element(
                "configuration",
                null,
                element("archive", null, element("manifest", null, element("mainClass", mainClass))));
    }

    private static Artifact artifact(String name, String version, String scope, boolean onClassPath) {
        DefaultArtifactHandler handler = new DefaultArtifactHandler("jar");
        handler.setAddedToClasspath(onClassPath);
        Artifact artifact = new DefaultArtifact("com.acme", name, version, scope, "jar", null, handler);
        artifact.setFile(new File(name + ".jar"));
        return artifact;
    }
}
