package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.KnownNames;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The image of a project in this call: its coordinates, and the files that were attached. */
public final class ProjectImage {
    static final String CLASSIFIER = "image";

    static final String ARCHIVE_TYPE = "tar";
    static final String RECORD_TYPE = "json";

    private ProjectImage() {}

    /** {@return the archive that this call attached to a project} */
    public static Optional<FoundArtifact> attached(MavenProject project) {
        return file(project, ARCHIVE_TYPE)
                .map(archive -> new FoundArtifact(
                        archive,
                        file(project, RECORD_TYPE),
                        "this build of " + project.getArtifactId(),
                        Requested.of(coordinates(project))));
    }

    /** {@return the build record that this call attached to a project} */
    static Optional<Path> attachedRecord(MavenProject project) {
        return file(project, RECORD_TYPE);
    }

    /** @throws ImageException if the project's coordinates contain characters that cannot be stored with an image */
    public static Coordinates coordinates(MavenProject project) {
        try {
            return new Coordinates(project.getGroupId(), project.getArtifactId(), project.getVersion());
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Cannot name what is built of '" + project.getArtifactId() + "': " + e.getMessage()
                            + ". Correct <version> in its POM.",
                    e);
        }
    }

    /** A goal inherited from a parent POM also runs in the parent, which has no image. */
    public static Optional<String> reasonToSkip(MavenSession session, MavenProject project) {
        boolean wanted = new SessionProperties(session, project)
                .find(KnownNames.SKIP_POM)
                .filter("false"::equalsIgnoreCase)
                .isPresent();
        return project.getPackaging().equals("pom") && !wanted
                ? Optional.of("packaging is pom; one that has an image sets <" + KnownNames.SKIP_POM + ">false</"
                        + KnownNames.SKIP_POM + "> in its <properties>")
                : Optional.empty();
    }

    private static Optional<Path> file(MavenProject project, String type) {
        return project.getAttachedArtifacts().stream()
                .filter(artifact -> CLASSIFIER.equals(artifact.getClassifier()) && type.equals(artifact.getType()))
                .map(Artifact::getFile)
                .filter(File::isFile)
                .map(File::toPath)
                .findFirst();
    }
}
