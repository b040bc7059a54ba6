package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.build.application.BootJars;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/**
 * The jars or WARs built from a project.
 *
 * @param project the project
 * @param war whether its packaging is WAR
 */
record ProjectJars(MavenProject project, boolean war) {

    /** {@return existing jars of this build, the main artifact first} */
    List<Path> all(Predicate<Artifact> wanted) {
        return Stream.concat(Stream.of(project.getArtifact()), project.getAttachedArtifacts().stream())
                .filter(wanted)
                .map(Artifact::getFile)
                .filter(file -> file != null && file.isFile() && file.getName().endsWith(".jar"))
                .map(File::toPath)
                .toList();
    }

    /** {@return the main artifact, otherwise the only one of its type with a classifier} */
    Path own() {
        File file = project.getArtifact().getFile();
        if (file != null && file.isFile()) {
            return file.toPath();
        }
        List<Artifact> classified = project.getAttachedArtifacts().stream()
                .filter(artifact -> artifact.getType().equals(project.getPackaging()))
                .filter(artifact ->
                        artifact.getFile() != null && artifact.getFile().isFile())
                .toList();
        if (classified.size() == 1) {
            return classified.get(0).getFile().toPath();
        }
        if (classified.size() > 1) {
            throw new ImageException("Which " + (war ? "WAR" : "jar") + " of " + project.getArtifactId()
                    + " goes into the image is not clear: all have classifiers, "
                    + classified.stream()
                            .map(Artifact::getClassifier)
                            .map(Text::quote)
                            .collect(Collectors.joining(", "))
                    + ". Remove the <classifier> of the one that is meant, from the configuration of the plugin that"
                    + " packages it.");
        }
        throw new ImageException("The project " + project.getArtifactId() + " has not been packaged yet, and its "
                + (war ? "WAR" : "jar") + " goes into the image. Run mvn package"
                + (war
                        ? "."
                        : ", or set <containerizingMode>exploded</containerizingMode>"
                                + " (-Dimage.containerizingMode)."));
    }

    /** {@return the jar that Spring Boot repackaged, if it has a layers index} */
    Optional<Path> layered() throws IOException {
        for (Path jar : all(artifact -> true)) {
            if (BootJars.form(jar) == BootJars.Form.LAYERED) {
                return Optional.of(jar);
            }
        }
        return Optional.empty();
    }
}
