package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.ClassFiles;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.ContainerParameter;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** What a Java project says of its application: class path, Java release, main class. */
public final class JavaProject implements ContainerParameter.Defaults {
    private static final Set<String> RUNTIME_SCOPES =
            Set.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME, Artifact.SCOPE_SYSTEM);
    private static final List<Integer> RELEASES_WITH_IMAGE = List.of(8, 11, 17, 21, 25);

    private static final int FIRST_WITH_ARGUMENT_FILES = 9;

    private final MavenSession session;
    private final MavenProject project;
    private final String ownArtifactId;

    /** @param ownArtifactId of this plugin, as the POM names it */
    public JavaProject(MavenSession session, MavenProject project, String ownArtifactId) {
        this.session = session;
        this.project = project;
        this.ownArtifactId = ownArtifactId;
    }

    boolean isWar() {
        return project.getPackaging().equals("war");
    }

    /** Where its classes are, if it has any. */
    Optional<Path> classes() {
        return Optional.of(Path.of(project.getBuild().getOutputDirectory())).filter(Files::isDirectory);
    }

    /** Jib's default: the runtime of Eclipse Temurin for the project's Java release, or the next that there is. */
    public String defaultBaseImage() throws IOException {
        int release = javaRelease(Integer.MAX_VALUE);
        return RELEASES_WITH_IMAGE.stream()
                .filter(known -> known >= release)
                .findFirst()
                .map(known -> "eclipse-temurin:" + known + "-jre")
                .orElseThrow(() -> new ImageException("There is no default base image for Java " + release
                        + ". Name one that has it (<from><image>, -Dimage.from.image)."));
    }

    /** What is compiled for Java 8 may run on it, whose {@code java} knows no {@code @file}. */
    @Override
    public boolean readsArgumentFiles() throws IOException {
        return javaRelease(FIRST_WITH_ARGUMENT_FILES) >= FIRST_WITH_ARGUMENT_FILES;
    }

    /** {@return the output timestamp of reproducible builds} */
    @Override
    public Optional<String> outputTimestamp() {
        return property("project.build.outputTimestamp");
    }

    /**
     * The main class that the build names: maven-jar-plugin's, spring-boot-maven-plugin's, the property
     * {@code start-class}; the first that is a class of the project or of a dependency. Parents name one by a property that
     * only repackaging sets.
     */
    @Override
    public Optional<String> mainClass() throws IOException {
        List<String> named = Stream.of(
                        pluginSetting("maven-jar-plugin", "archive", "manifest", "mainClass"),
                        pluginSetting("spring-boot-maven-plugin", "mainClass"),
                        property("start-class"))
                .flatMap(Optional::stream)
                .filter(SourceVersion::isName)
                .toList();
        for (String name : named) {
            if (ClassFiles.hold(
                    name,
                    classes(),
                    dependencies().stream().map(Dependency::file).toList())) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Whether the build calls a goal of a plugin. */
    boolean runsGoal(String artifactId, String goal) {
        return plugin(artifactId).stream()
                .flatMap(plugin -> plugin.getExecutions().stream())
                .anyMatch(execution -> execution.getGoals().contains(goal) && !"none".equals(execution.getPhase()));
    }

    /** Whether a plugin comes before this one in the POM, so that of two goals in one phase its own runs first. */
    boolean isBefore(String artifactId) {
        for (Plugin plugin : project.getBuildPlugins()) {
            if (plugin.getArtifactId().equals(artifactId)
                    || plugin.getArtifactId().equals(ownArtifactId)) {
                return !plugin.getArtifactId().equals(ownArtifactId);
            }
        }
        return true;
    }

    /** The files of the runtime class path, in its order. */
    List<Dependency> dependencies() {
        return project.getArtifacts().stream()
                .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
                .filter(artifact -> RUNTIME_SCOPES.contains(artifact.getScope()))
                .map(this::dependency)
                .toList();
    }

    private Dependency dependency(Artifact artifact) {
        Path file = artifact.getFile().toPath();
        return Files.isDirectory(file)
                ? new Dependency(file, kind(artifact), artifact.getArtifactId() + "-" + artifact.getBaseVersion())
                : new Dependency(file, kind(artifact));
    }

    private Dependency.Kind kind(Artifact artifact) {
        // Selected or not (-pl): the same sources make the same layers.
        boolean inReactor = Optional.ofNullable(session.getAllProjects()).orElseGet(session::getProjects).stream()
                .anyMatch(module -> module.getGroupId().equals(artifact.getGroupId())
                        && module.getArtifactId().equals(artifact.getArtifactId())
                        && module.getVersion().equals(artifact.getBaseVersion()));
        if (inReactor) {
            return Dependency.Kind.PROJECT;
        }
        return artifact.isSnapshot() ? Dependency.Kind.SNAPSHOT : Dependency.Kind.RELEASE;
    }

    /** What the class files need; what is configured may be set elsewhere, too: in an execution, by another compiler. */
    private int javaRelease(int enough) throws IOException {
        int compiled = classes().isEmpty() ? 0 : ClassFiles.release(classes().get(), enough);
        return compiled > 0 ? compiled : configuredRelease();
    }

    private int configuredRelease() {
        return Stream.of(
                        pluginSetting("maven-compiler-plugin", "release"),
                        property("maven.compiler.release"),
                        pluginSetting("maven-compiler-plugin", "target"),
                        property("maven.compiler.target"))
                .flatMap(Optional::stream)
                .map(text -> text.startsWith("1.") ? text.substring(2) : text)
                .filter(text -> text.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(8);
    }

    private Optional<String> property(String name) {
        return new SessionProperties(session, project)
                .find(name)
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }

    private Optional<Plugin> plugin(String artifactId) {
        return project.getBuildPlugins().stream()
                .filter(plugin -> plugin.getArtifactId().equals(artifactId))
                .findFirst();
    }

    /** An element of a plugin's configuration: the plugin's own, or else that of one of its executions. */
    Optional<String> pluginSetting(String artifactId, String... path) {
        return plugin(artifactId).stream()
                .flatMap(plugin -> Stream.concat(Stream.of(plugin), plugin.getExecutions().stream()))
                .map(container -> element((Xpp3Dom) container.getConfiguration(), path))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> element(@Nullable Xpp3Dom configuration, String... path) {
        Xpp3Dom element = configuration;
        for (String name : path) {
            element = element == null ? null : element.getChild(name);
        }
        return Optional.ofNullable(element)
                .map(Xpp3Dom::getValue)
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }
}
