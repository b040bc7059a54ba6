package io.github.imagepromotion.plugin;

import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.plugin.config.AttachmentParameter;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.project.ArtifactOutput;
import io.github.imagepromotion.plugin.project.BuiltEnvironments;
import io.github.imagepromotion.plugin.project.ImageDocuments;
import io.github.imagepromotion.plugin.project.ImageName;
import io.github.imagepromotion.plugin.project.ProjectImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** Base class of goals that create the build artifact of a project: archive and build record, attached to it. */
abstract class AbstractArtifactMojo extends AbstractBuildMojo {

    /** Repository of the image in every registry; defaults to the artifactId. */
    @Parameter(property = "image.repository")
    private @Nullable String repository;

    /**
     * Number of the build, used as a tag. Defaults to the CI server's build number, otherwise to one derived from the
     * content.
     */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    /**
     * Files that are attached to the image, such as SBOMs and test reports
     * ({@code -Dimage.attachments=file=mediaType,...}). The SBOM of the CycloneDX plugin ({@code target/bom.json}, or
     * the artifact with classifier {@code cyclonedx}) is attached automatically.
     */
    @Parameter
    private @Nullable List<AttachmentParameter> attachments;

    private final MavenProjectHelper projectHelper;

    AbstractArtifactMojo(SettingsDecrypter settingsDecrypter, MavenProjectHelper projectHelper) {
        super(settingsDecrypter);
        this.projectHelper = projectHelper;
    }

    @Override
    protected Optional<String> reasonToSkip() {
        return ProjectImage.reasonToSkip(session, project);
    }

    /** {@return the configured BuildId; empty if it is derived from the content} */
    protected final Optional<BuildId> givenBuildId() {
        return given(buildId);
    }

    /** {@return the image's repository in every registry} */
    final RepositoryName repository() {
        return ImageName.of(Configured.optional(repository), jibsName(), project.getArtifactId());
    }

    /** {@return the image in jib's {@code <to>}, if the goal has this parameter} */
    protected Optional<String> jibsName() {
        return Optional.empty();
    }

    /** {@return name, documents and files of the artifact} */
    protected final ArtifactRequest artifact(ArtifactOutput output) throws IOException {
        return output.request(
                repository(), givenBuildId(), vcs(), environments().recorded(), documents());
    }

    /** {@return the documents about the image; read before the build since they are inputs of it} */
    private ImageDocuments documents() throws IOException {
        List<Attachment> files = AttachmentParameter.attachments(
                attachments == null ? List.of() : attachments,
                new Properties(session, project),
                origins(),
                directories().of("image.attachments", directories().project()),
                sbom());
        return documents(files);
    }

    /** {@return where the goal writes the artifact} */
    protected final ArtifactOutput output() throws IOException {
        Environments environments = environments().get().orElseGet(Environments::none);
        return new ArtifactOutput(
                project,
                projectHelper,
                getLog(),
                directories().build(),
                execution,
                record -> BuiltEnvironments.tell(session, record, environments));
    }

    /** {@return the SBOM of the CycloneDX plugin; Spring Boot's parent POM sets another file name} */
    private Path sbom() {
        return project.getAttachedArtifacts().stream()
                .filter(artifact -> "cyclonedx".equals(artifact.getClassifier()) && artifact.getFile() != null)
                .map(artifact -> artifact.getFile().toPath())
                .filter(file -> file.getFileName().toString().endsWith(".json") && Files.isRegularFile(file))
                .findFirst()
                .orElseGet(() -> directories().build().resolve("bom.json"));
    }
}
