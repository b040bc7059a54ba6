package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** The release of a project in this call: the lock that was attached. */
public final class ProjectRelease {
    /** Classifier of a lock, with type {@code json}. */
    public static final String CLASSIFIER = "release";

    /** The packaging that a project of a release must have. */
    public static final String PACKAGING = "pom";

    private ProjectRelease() {}

    /** {@return the lock that this call attached to a project} */
    public static Optional<Path> attached(MavenProject project) {
        return project.getAttachedArtifacts().stream()
                .filter(artifact -> CLASSIFIER.equals(artifact.getClassifier())
                        && ProjectImage.RECORD_TYPE.equals(artifact.getType())
                        && artifact.getFile() != null)
                .map(Artifact::getFile)
                .map(File::toPath)
                .findFirst();
    }

    /**
     * @param lock a new lock
     * @throws ImageException if it could not be promoted as an artifact beside its members to the environments in it
     */
    public static void requirePromotable(ReleaseLock lock) {
        ReleaseArtifact.of(Json.pretty(lock)).identity();
        for (Environment environment : lock.environments()) {
            RepositoryName repository = ReleaseArtifact.repository(environment, lock.coordinates());
            lock.members().stream()
                    .filter(member -> member.repository().equals(repository))
                    .findFirst()
                    .ifPresent(member -> {
                        throw new ImageException("Refused to release '"
                                + lock.coordinates().artifactId() + "': its member '" + member.coordinates()
                                + "' is of the repository '" + repository + "', in which '" + environment.id()
                                + "' has releases. Give the <environment> another <releaseRepository>"
                                + (member.classifier().isPresent() ? ", or the <member> another <repository>." : "."));
                    });
        }
    }

    /** {@return the release of that lock} */
    static FoundRelease read(MavenProject project, Path lock) throws IOException {
        return FoundRelease.read(
                lock, "this build of " + project.getArtifactId(), Requested.of(ProjectImage.coordinates(project)));
    }
}
