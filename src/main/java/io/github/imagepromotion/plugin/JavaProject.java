package io.github.imagepromotion.plugin;

import io.github.imagepromotion.build.application.BootJars;
import io.github.imagepromotion.build.application.ClassFiles;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Dependency;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What a Java project says of its application: class path, Java release, main class. */
final class JavaProject {
    private static final Set<String> RUNTIME_SCOPES =
            Set.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME, Artifact.SCOPE_SYSTEM);
    private static final List<Integer> RELEASES_WITH_IMAGE = List.of(8, 11, 17, 21, 25);

    private static final int FIRST_WITH_ARGUMENT_FILES = 9;

    private final MavenSession session;
    private final MavenProject project;

    JavaProject(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    boolean isWar() {
        return project.getPackaging().equals("war");
    }

    /**
     * What goes into the image: of a WAR its content; else, as the mode says, the compiled files or the jar. A jar that
     * Spring Boot repackaged is taken by its layers index; without one, what it was made from is taken, as jib does.
     */
    Contents contents(String mode) throws IOException {
        if (isWar()) {
            return new Contents.War(artifact(), projectLibraries());
        }
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "exploded" -> new Contents.Exploded(dependencies(), classes(), classes());
            case "packaged" -> packaged(artifact());
            default ->
                throw AbstractRegistryMojo.illegal(
                        "<containerizingMode> (-Dimage.containerizingMode)",
                        new IllegalArgumentException("it is exploded or packaged, not " + Text.quote(mode)));
        };
    }

    private Contents packaged(Path jar) throws IOException {
        BootJars.Form form = BootJars.form(jar);
        if (form == BootJars.Form.LAYERED) {
            return new Contents.BootJar(jar);
        }
        String name = jar.getFileName().toString();
        Path original = jar.resolveSibling(name + ".original");
        Path plain = form == BootJars.Form.UNLAYERED && Files.isRegularFile(original) ? original : jar;
        return new Contents.Packaged(dependencies(), plain, name, classes());
    }

    /** That of the project, or the only one of its kind that has a classifier. */
    private Path artifact() {
        File file = project.getArtifact().getFile();
        List<Artifact> classified = project.getAttachedArtifacts().stream()
                .filter(artifact -> artifact.getType().equals(project.getPackaging()))
                .filter(artifact ->
                        artifact.getFile() != null && artifact.getFile().isFile())
                .toList();
        if ((file == null || !file.isFile()) && classified.size() == 1) {
            return classified.get(0).getFile().toPath();
        }
        if ((file == null || !file.isFile()) && classified.size() > 1) {
            throw new ImageException("Which " + (isWar() ? "WAR" : "jar") + " of " + project.getArtifactId()
                    + " goes into the image is not clear: all have classifiers, "
                    + classified.stream()
                            .map(Artifact::getClassifier)
                            .map(Text::quote)
                            .collect(Collectors.joining(", "))
                    + ". Remove the <classifier> of the one that is meant, from the configuration of the plugin that"
                    + " packages it.");
        }
        if (file == null || !file.isFile()) {
            throw new ImageException("The project " + project.getArtifactId() + " has not been packaged yet, and its "
                    + (isWar() ? "WAR" : "jar") + " goes into the image. Run mvn package"
                    + (isWar()
                            ? "."
                            : ", or set <containerizingMode>exploded</containerizingMode>"
                                    + " (-Dimage.containerizingMode)."));
        }
        return file.toPath();
    }

    private Optional<Path> classes() {
        return Optional.of(Path.of(project.getBuild().getOutputDirectory())).filter(Files::isDirectory);
    }

    private Set<String> projectLibraries() {
        return dependencies().stream()
                .filter(dependency -> dependency.kind() == Dependency.Kind.PROJECT)
                .map(dependency -> dependency.file().getFileName().toString())
                .collect(Collectors.toSet());
    }

    /** Jib's default: the runtime of Eclipse Temurin for the project's Java release, or the next that there is. */
    String defaultBaseImage() throws IOException {
        if (isWar()) {
            return "jetty";
        }
        int release = javaRelease(Integer.MAX_VALUE);
        return RELEASES_WITH_IMAGE.stream()
                .filter(known -> known >= release)
                .findFirst()
                .map(known -> "eclipse-temurin:" + known + "-jre")
                .orElseThrow(() -> new ImageException("There is no default base image for Java " + release
                        + ". Name one that has it (<from><image>, -Dimage.from.image)."));
    }

    /** What is compiled for Java 8 may run on it, whose {@code java} knows no {@code @file}. */
    boolean readsArgumentFiles() throws IOException {
        return javaRelease(FIRST_WITH_ARGUMENT_FILES) >= FIRST_WITH_ARGUMENT_FILES;
    }

    /** When reproducible builds say that they were made. */
    Optional<String> outputTimestamp() {
        return property("project.build.outputTimestamp");
    }

    /** The main class that maven-jar-plugin writes into the manifest. */
    Optional<String> mainClassOfJar() {
        return pluginSetting("maven-jar-plugin", "archive", "manifest", "mainClass");
    }

    private List<Dependency> dependencies() {
        return project.getArtifacts().stream()
                .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
                .filter(artifact -> RUNTIME_SCOPES.contains(artifact.getScope()))
                .map(artifact -> new Dependency(artifact.getFile().toPath(), kind(artifact)))
                .toList();
    }

    private Dependency.Kind kind(Artifact artifact) {
        boolean inReactor = session.getProjects().stream()
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
        return Optional.ofNullable(project.getProperties().getProperty(name))
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }

    private Optional<String> pluginSetting(String artifactId, String... path) {
        Plugin plugin = project.getPlugin("org.apache.maven.plugins:" + artifactId);
        Xpp3Dom element = plugin == null ? null : (Xpp3Dom) plugin.getConfiguration();
        for (String name : path) {
            element = element == null ? null : element.getChild(name);
        }
        return Optional.ofNullable(element)
                .map(Xpp3Dom::getValue)
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }
}
