package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.build.LastBuild;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.plugin.console.MavenPromotionLog;
import io.github.imagepromotion.record.BuildRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** The archive and the build record of a module: written, or left as they are, and attached. */
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

    /** Of the project: the image that a goal of this call made, and the execution of that goal. */
    private static final String MADE = "io.github.imagepromotion.made";

    /** @param attached is told the build record when it is attached */
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
        this.archive = file(project, directory, Reactor.ARCHIVE_TYPE);
        this.record = record(project, directory);
        this.attached = attached;
        this.lastBuild = directory.resolve("image").resolve("last-build.properties");
    }

    /** Where the build record of a project is left. */
    static Path record(MavenProject project, Path directory) {
        return file(project, directory, Reactor.RECORD_TYPE);
    }

    private static Path file(MavenProject project, Path directory, String type) {
        return directory.resolve(project.getBuild().getFinalName() + "-image." + type);
    }

    /** What two executions of a project leave has one name: the second would replace the first without a word. */
    private void refuseAnother(String image) {
        if (project.getContextValue(MADE) instanceof String[] made && !made[0].equals(image)) {
            throw new ImageException("The executions '" + made[1] + "' and '" + execution + "' of "
                    + project.getArtifactId() + " make different images, " + made[0] + " and " + image
                    + ", and a project has one. Put one into a module of its own, or leave it out"
                    + " (<phase>none</phase>, or <skip> in it).");
        }
        project.setContextValue(MADE, new String[] {image, execution});
    }

    /** Attaches what the last build left, if that is what this one would leave. */
    public boolean attachUnchanged(Digest inputs) throws IOException {
        Optional<LastBuild> last = LastBuild.read(lastBuild);
        if (last.isEmpty() || !last.get().isStillThere(inputs, archive, record)) {
            return false;
        }
        refuseAnother(last.get().name() + "@" + last.get().digest());
        attach();
        log.info("Unchanged: " + last.get().name() + ", " + last.get().digest() + ", is attached as it was built ("
                + time() + ")");
        return true;
    }

    /**
     * @param done what was done with the image, for people
     * @param externalLayers of the archive, where it is to be thin
     * @param documents about the image
     * @param inputs what the artifact depends on, empty if that is not known
     */
    public void write(
            String done,
            Image image,
            BlobSource blobs,
            Optional<ExternalLayers> externalLayers,
            List<Document> documents,
            BuildRecord document,
            Optional<Digest> inputs)
            throws IOException {
        Identity identity = new Identity(document.coordinates(), document.repository(), document.buildId());
        refuseAnother(identity.localName() + "@" + document.digest());
        new ArchiveWriter(image, identity, blobs, externalLayers, distinct(documents)).write(archive);
        document.write(record);
        if (inputs.isPresent()) {
            LastBuild.of(inputs.get(), identity.localName(), document.digest(), archive, record)
                    .write(lastBuild);
        }
        attach();
        log.info(done + " " + identity.localName() + " in " + time() + ": "
                + image.blobs().size() + " blobs, " + Size.shown(image.blobBytes()));
        log.info("  " + document.digest());
        log.info("  " + archive
                + (documents.isEmpty() ? "" : ", documents about it: " + documents.size())
                + externalLayers
                        .map(thin -> ", thin: the layers of " + thin.base() + " are left out")
                        .orElse(""));
    }

    /** An imported image may bring what would be said about it. */
    private static List<Document> distinct(List<Document> documents) {
        Map<String, Document> distinct = new LinkedHashMap<>();
        documents.forEach(document ->
                distinct.putIfAbsent(document.digest() + " " + document.tag().orElse(null), document));
        return List.copyOf(distinct.values());
    }

    /** A goal that runs twice in one call attaches once. */
    private void attach() {
        attach(archive, Reactor.ARCHIVE_TYPE);
        attach(record, Reactor.RECORD_TYPE);
        attached.accept(record);
    }

    private void attach(Path file, String type) {
        boolean attached = project.getAttachedArtifacts().stream()
                .anyMatch(artifact ->
                        Reactor.CLASSIFIER.equals(artifact.getClassifier()) && type.equals(artifact.getType()));
        if (!attached) {
            helper.attachArtifact(project, type, Reactor.CLASSIFIER, file.toFile());
        }
    }

    private String time() {
        return MavenPromotionLog.seconds(Duration.between(started, Instant.now()));
    }
}
