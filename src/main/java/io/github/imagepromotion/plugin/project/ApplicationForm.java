package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.BootJars;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.Configured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;

/**
 * Selects the layout of a project in its image: by default that of the artifact that Quarkus, the shade plugin or
 * Spring Boot made, since this is what users test and run.
 */
public final class ApplicationForm {
    private final MavenProject project;
    private final JavaProject java;
    private final ProjectJars jars;
    private final Consumer<String> warnings;

    /** @param warnings receives warnings */
    public ApplicationForm(MavenProject project, JavaProject java, Consumer<String> warnings) {
        this.project = project;
        this.java = java;
        this.jars = new ProjectJars(project, java.isWar());
        this.warnings = warnings;
    }

    /**
     * @param mode {@code exploded}, {@code packaged}, or empty for the default
     * @param mainClass configured main class
     * @param servlet whether a WAR is for a servlet container, by the rest of the configuration
     */
    public Contents contents(Optional<String> mode, Optional<String> mainClass, boolean servlet) throws IOException {
        Contents contents = inForm(mode, mainClass, servlet);
        if (contents instanceof Contents.BootArchive boot && mainClass.isPresent()) {
            refuseAnother(mainClass.get(), boot.archive());
        }
        return contents;
    }

    /** Spring Boot's launcher starts the class named in its archive, whatever is configured. */
    private static void refuseAnother(String mainClass, Path archive) {
        Attributes manifest = BootJars.manifest(archive);
        String start = String.valueOf(manifest.getValue("Start-Class"));
        if (!mainClass.equals(start) && !mainClass.equals(manifest.getValue(Attributes.Name.MAIN_CLASS))) {
            throw new ImageException("The image would start " + Text.quote(start) + ", the Start-Class of "
                    + Text.quote(archive.toString()) + ", and not " + Text.quote(mainClass)
                    + ", which <container><mainClass> (-Dimage.container.mainClass) says. Name it in the configuration of"
                    + " spring-boot-maven-plugin (<mainClass>) and remove it here, or set"
                    + " <containerizingMode>exploded</containerizingMode> (-Dimage.containerizingMode).");
        }
    }

    private Contents inForm(Optional<String> mode, Optional<String> mainClass, boolean servlet) throws IOException {
        boolean chosen = mode.isPresent();
        if (java.isWar()) {
            Path war = jars.own();
            return chosen || servlet || BootJars.form(war) == BootJars.Form.PLAIN
                    ? new Contents.War(war, projectLibraries())
                    : new Contents.BootArchive(war);
        }
        return switch (mode.map(text -> text.toLowerCase(Locale.ROOT)).orElse("")) {
            case "" -> ownForm(mainClass);
            case "exploded" -> exploded();
            case "packaged" -> packaged();
            default ->
                throw Configured.illegal(
                        "<containerizingMode> (-Dimage.containerizingMode)",
                        new IllegalArgumentException("it is exploded or packaged, not " + Text.quote(mode.get())));
        };
    }

    private Contents ownForm(Optional<String> mainClass) throws IOException {
        Optional<Contents> made = madeByAnotherPlugin();
        if (made.isPresent()) {
            return made.get();
        }
        if (java.runsGoal("spring-boot-maven-plugin", "repackage")) {
            Optional<Path> layered = jars.layered();
            if (layered.isPresent()) {
                return new Contents.BootArchive(layered.get());
            }
            if (!java.isBefore("spring-boot-maven-plugin")) {
                warnings.accept(
                        "The image has the classes of the project and not the layers of its Spring Boot jar, which"
                                + " is made later. Declare this plugin after spring-boot-maven-plugin.");
            }
        }
        return mainClass.filter(name -> name.indexOf('/') >= 0).isPresent() || isMultiRelease()
                ? packaged()
                : exploded();
    }

    private Optional<Contents> madeByAnotherPlugin() throws IOException {
        Optional<Contents> quarkus = new QuarkusApplication(project, java).contents();
        return quarkus.isPresent() ? quarkus : shaded();
    }

    private Contents exploded() {
        return new Contents.Exploded(java.dependencies(), classes(), classes());
    }

    /**
     * The project's jar. Of a jar repackaged by Spring Boot, its layers are used, or without a layers index the
     * original jar, as jib does. A jar that contains its dependencies gets no others.
     */
    private Contents packaged() throws IOException {
        Optional<Contents> made = madeByAnotherPlugin();
        if (made.isPresent()) {
            return made.get();
        }
        Optional<Path> layered = jars.layered();
        if (layered.isPresent()) {
            return new Contents.BootArchive(layered.get());
        }
        Path jar = jars.own();
        String name = jar.getFileName().toString();
        Path original = jar.resolveSibling(name + ".original");
        boolean repackaged = BootJars.form(jar) == BootJars.Form.UNLAYERED && Files.isRegularFile(original);
        return new Contents.Packaged(java.dependencies(), repackaged ? original : jar, name, classes());
    }

    /** {@return the jar that maven-shade-plugin made of the project and its dependencies} */
    private Optional<Contents> shaded() {
        String plugin = "maven-shade-plugin";
        if (!java.runsGoal(plugin, "shade")) {
            return Optional.empty();
        }
        if (!java.isBefore(plugin)) {
            warnings.accept(
                    "The image has the classes and libraries of the project and not its shaded jar, which is made"
                            + " later. Declare this plugin after maven-shade-plugin, or set"
                            + " <containerizingMode>exploded</containerizingMode> (-Dimage.containerizingMode).");
            return Optional.empty();
        }
        boolean attached = java.pluginSetting(plugin, "shadedArtifactAttached")
                .map(Boolean::valueOf)
                .orElse(false);
        String classifier = java.pluginSetting(plugin, "shadedClassifierName").orElse("shaded");
        List<Path> made = jars.all(artifact -> attached == classifier.equals(artifact.getClassifier()));
        if (made.isEmpty()) {
            throw new ImageException("maven-shade-plugin has made no jar of " + Text.quote(project.getArtifactId())
                    + ". Run mvn package, or set <containerizingMode>exploded</containerizingMode>"
                    + " (-Dimage.containerizingMode).");
        }
        return Optional.of(new Contents.RunnableJar(made.get(0), List.of(made.get(0)), classes()));
    }

    /** Versions of a class for newer Java releases work in a jar, but not in a directory on the class path. */
    private boolean isMultiRelease() {
        Optional<Path> versions = classes().map(path -> path.resolve("META-INF/versions"));
        return versions.filter(Files::isDirectory).isPresent()
                && jars.all(artifact -> artifact.equals(project.getArtifact())).stream()
                        .anyMatch(jar ->
                                Boolean.parseBoolean(BootJars.manifest(jar).getValue(Attributes.Name.MULTI_RELEASE)));
    }

    private Optional<Path> classes() {
        return java.classes();
    }

    private Set<String> projectLibraries() {
        return java.dependencies().stream()
                .filter(dependency -> dependency.kind() == Dependency.Kind.PROJECT)
                .map(dependency -> dependency.file().getFileName().toString())
                .collect(Collectors.toSet());
    }
}
