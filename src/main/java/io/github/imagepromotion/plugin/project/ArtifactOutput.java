package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.build.ArtifactWriter.ImageArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.plugin.console.MavenPromotionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** Writes and attaches the archive and the build record of a module. */
public final class ArtifactOutput {
    private final MavenProject project;
    private final MavenProjectHelper helper;
    private final Log log;
    private final Path archive;
    private final Path record;
    private final Path lastBuild;
    private final Consumer<Path> attached;
    private final Instant started = Instant.now();
    private final String execution;

    /** Key of a project's context value: the image that a goal of this call made, and the goal's execution. */
    private static final String MADE = "io.github.imagepromotion.made";

    /** @param attached receives the build record when it is attached */
    public ArtifactOutput(
            MavenProject project,
            MavenProjectHelper helper,
            Log log,
            Path directory,
            MojoExecution execution,
            Consumer<Path> attached) {
        this.execution = execution.getGoal() + " (" + execution.getExecutionId() + ")";
        this.project = project;
        this.helper = helper;
        this.log = log;
        this.archive = file(project, directory, ProjectImage.ARCHIVE_TYPE);
        this.record = record(project, directory);
        this.attached = attached;
        this.lastBuild = directory.resolve("image").resolve("last-build.properties");
    }

    /** {@return the file of a project's build record} */
    static Path record(MavenProject project, Path directory) {
        return file(project, directory, ProjectImage.RECORD_TYPE);
    }

    private static Path file(MavenProject project, Path directory, String type) {
        return directory.resolve(project.getBuild().getFinalName() + "-image." + type);
    }

    /** The artifacts of two executions in one project have the same name: the second would replace the first. */
    private void refuseAnother(String image) {
        if (project.getContextValue(MADE) instanceof String[] made && !made[0].equals(image)) {
            throw new ImageException("The executions '" + made[1] + "' and '" + execution + "' of "
                    + project.getArtifactId() + " make different images, " + made[0] + " and " + image
                    + ", and a project has one. Put one into a module of its own, or leave it out"
                    + " (<phase>none</phase>, or <skip> in it).");
        }
        project.setContextValue(MADE, new String[] {image, execution});
    }

    /**
     * Creates the request for the artifact.
     *
     * @param repository the image's repository in every registry
     * @param buildId configured BuildId
     * @param vcs commit of the sources
     * @param environments environments for the build record
     * @param documents documents of the image
     */
    public ArtifactRequest request(
            RepositoryName repository,
            Optional<BuildId> buildId,
            Optional<BuildRecord.Vcs> vcs,
            Environments environments,
            ArtifactRequest.Documents documents) {
        return new ArtifactRequest(
                ProjectImage.coordinates(project),
                repository,
                buildId,
                vcs,
                environments.list(),
                documents,
                archive,
                record,
                lastBuild,
                this::refuseAnother);
    }

    /**
     * Attaches archive and record, and logs this.
     *
     * @param done what was done with the image, for the log
     */
    public void attach(String done, ImageArtifact artifact) {
        attach(archive, ProjectImage.ARCHIVE_TYPE);
        attach(record, ProjectImage.RECORD_TYPE);
        attached.accept(record);
        String image = artifact.name() + ", " + artifact.digest();
        artifact.contents()
                .ifPresentOrElse(
                        contents -> tell(done, artifact, contents),
                        () -> log.info("Unchanged: " + image + ", is attached as it was built (" + time() + ")"));
    }

    private void tell(String done, ImageArtifact artifact, ImageArtifact.Counts contents) {
        log.info(done + " " + artifact.name() + " in " + time() + ": " + contents.blobs() + " blobs, "
                + Size.shown(contents.bytes()));
        log.info("  " + artifact.digest());
        log.info("  " + archive
                + (contents.documents() == 0 ? "" : ", documents about it: " + contents.documents())
                + contents.externalBase()
                        .map(base -> ", thin: the layers of " + base + " are left out")
                        .orElse(""));
    }

    /** A goal that runs twice in one call attaches once. */
    private void attach(Path file, String type) {
        boolean attached = project.getAttachedArtifacts().stream()
                .anyMatch(artifact ->
                        ProjectImage.CLASSIFIER.equals(artifact.getClassifier()) && type.equals(artifact.getType()));
        if (!attached) {
            helper.attachArtifact(project, type, ProjectImage.CLASSIFIER, file.toFile());
        }
    }

    private String time() {
        return MavenPromotionLog.seconds(Duration.between(started, Instant.now()));
    }
}
