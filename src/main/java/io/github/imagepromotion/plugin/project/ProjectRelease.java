package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.artifact.Requested;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** What one project of this call has of a release: the lock that was attached. */
public final class ProjectRelease {
    /** The classifier of a lock, beside the type {@code json}. */
    public static final String CLASSIFIER = "release";

    /** The only packaging of a project that is a release. */
    public static final String PACKAGING = "pom";

    private ProjectRelease() {}

    /** The lock that this call attached to a project. */
    public static Optional<Path> attached(MavenProject project) {
        return project.getAttachedArtifacts().stream()
                .filter(artifact -> CLASSIFIER.equals(artifact.getClassifier())
                        && ProjectImage.RECORD_TYPE.equals(artifact.getType())
                        && artifact.getFile() != null)
                .map(Artifact::getFile)
                .map(java.io.File::toPath)
                .findFirst();
    }

    /** The release whose lock that is. */
    static FoundRelease read(MavenProject project, Path lock) throws IOException {
        return FoundRelease.read(
                lock, "this build of " + project.getArtifactId(), Requested.of(ProjectImage.coordinates(project)));
    }
}
