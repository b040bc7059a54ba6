package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.build.application.BootJars;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;

/** The application built by {@code quarkus-maven-plugin}, split into parts that change independently. */
record QuarkusApplication(MavenProject project, JavaProject java) {

    /** {@return the output of {@code quarkus:build}; nothing else of a Quarkus project can be started} */
    Optional<Contents> contents() throws IOException {
        String plugin = "quarkus-maven-plugin";
        if (!java.runsGoal(plugin, "build")) {
            return Optional.empty();
        }
        java.util.Properties made = madeByQuarkus();
        Path jar = target().resolve(made.getProperty("path", ""));
        if (!java.isBefore(plugin) || !made.getProperty("type", "").equals("jar") || !Files.isRegularFile(jar)) {
            throw new ImageException("The image of " + Text.quote(project.getArtifactId()) + " runs the jar that"
                    + " quarkus-maven-plugin builds, and it has built none"
                    + (java.isBefore(plugin)
                            ? ". Let its goal build make one (quarkus.package.jar.type)."
                            : " yet. Declare this plugin after quarkus-maven-plugin."));
        }
        return Optional.of(new Contents.RunnableJar(jar, partsOfQuarkus(jar), Optional.empty()));
    }

    /** Metadata written by Quarkus: the file that it made, relative to the build directory, and its type. */
    private java.util.Properties madeByQuarkus() throws IOException {
        java.util.Properties made = new java.util.Properties();
        Path note = target().resolve("quarkus-artifact.properties");
        if (Files.isRegularFile(note)) {
            try (Reader reader = Files.newBufferedReader(note)) {
                made.load(reader);
            }
        }
        return made;
    }

    /** The layers of Quarkus's own Dockerfile: libraries, the jar to start, the application, generated classes. */
    private static List<Path> partsOfQuarkus(Path jar) {
        boolean alone = Optional.ofNullable(BootJars.manifest(jar).getValue(Attributes.Name.CLASS_PATH))
                .orElse("")
                .isBlank();
        return alone
                ? List.of(jar)
                : Stream.of(jar.resolveSibling("lib"), jar, jar.resolveSibling("app"), jar.resolveSibling("quarkus"))
                        .filter(Files::exists)
                        .toList();
    }

    private Path target() {
        return Path.of(project.getBuild().getDirectory());
    }
}
