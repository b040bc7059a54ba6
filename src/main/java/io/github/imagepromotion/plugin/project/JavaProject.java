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

/** Properties of a Java project: class path, Java release, main class. */
public final class JavaProject implements ContainerParameter.Defaults {
    private static final Set<String> RUNTIME_SCOPES =
            Set.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME, Artifact.SCOPE_SYSTEM);
    private static final List<Integer> RELEASES_WITH_IMAGE = List.of(8, 11, 17, 21, 25);

    private static final int FIRST_WITH_ARGUMENT_FILES = 9;

    private final MavenSession session;
    private final MavenProject project;
    private final String ownArtifactId;

    /** @param ownArtifactId artifactId of this plugin */
    public JavaProject(MavenSession session, MavenProject project, String ownArtifactId) {
        this.session = session;
        this.project = project;
        this.ownArtifactId = ownArtifactId;
    }

    boolean isWar() {
        return project.getPackaging().equals("war");
    }

    /** {@return the directory of its classes, if it has any} */
    Optional<Path> classes() {
        return Optional.of(Path.of(project.getBuild().getOutputDirectory())).filter(Files::isDirectory);
    }

    /** {@return jib's default: an Eclipse Temurin JRE of the project's Java release, or the next one available} */
    public String defaultBaseImage() throws IOException {
        int release = javaRelease(Integer.MAX_VALUE);
        return RELEASES_WITH_IMAGE.stream()
                .filter(known -> known >= release)
                .findFirst()
                .map(known -> "eclipse-temurin:" + known + "-jre")
                .orElseThrow(() -> new ImageException("There is no default base image for Java " + release
                        + ". Name one that has it (<from><image>, -Dimage.from.image)."));
    }

    /** Classes compiled for Java 8 may run on it, and its {@code java} does not support {@code @file}. */
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
     * {@return the main class configured in maven-jar-plugin, spring-boot-maven-plugin or the property {@code
     * start-class}, whichever is first a class of the project or of a dependency} Parent POMs may refer to a property
     * that only repackaging sets.
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

    /** {@return whether the build runs a goal of a plugin} */
    boolean runsGoal(String artifactId, String goal) {
        return plugin(artifactId).stream()
                .flatMap(plugin -> plugin.getExecutions().stream())
                .anyMatch(execution -> execution.getGoals().contains(goal) && !"none".equals(execution.getPhase()));
    }

    /** {@return whether a plugin precedes this one in the POM, so that in the same phase its goals run first} */
    boolean isBefore(String artifactId) {
        for (Plugin plugin : project.getBuildPlugins()) {
            if (plugin.getArtifactId().equals(artifactId)
                    || plugin.getArtifactId().equals(ownArtifactId)) {
                return !plugin.getArtifactId().equals(ownArtifactId);
            }
        }
        return true;
    }

    /** {@return the runtime class path} */
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
        // Modules that are not selected (-pl) count, too: the same sources must give the same layers.
        boolean inReactor = Optional.ofNullable(session.getAllProjects()).orElseGet(session::getProjects).stream()
                .anyMatch(module -> module.getGroupId().equals(artifact.getGroupId())
                        && module.getArtifactId().equals(artifact.getArtifactId())
                        && module.getVersion().equals(artifact.getBaseVersion()));
        if (inReactor) {
            return Dependency.Kind.PROJECT;
        }
        return artifact.isSnapshot() ? Dependency.Kind.SNAPSHOT : Dependency.Kind.RELEASE;
    }

    /** Reads the class files, since the release may be configured anywhere, in an execution or for another compiler. */
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

    /** {@return an element of a plugin's configuration, otherwise of one of its executions} */
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
