package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.plugin.access.CacheDirectory;
import io.github.imagepromotion.plugin.access.CallData;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.AttachmentParameter;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.project.ArtifactOutput;
import io.github.imagepromotion.plugin.project.BuildNumber;
import io.github.imagepromotion.plugin.project.BuiltEnvironments;
import io.github.imagepromotion.plugin.project.ImageDocuments;
import io.github.imagepromotion.plugin.project.ImageName;
import io.github.imagepromotion.plugin.project.ProjectImage;
import io.github.imagepromotion.registry.RetryBudget;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** Base class of goals that create the build artifact: archive and build record, attached to the project. */
abstract class AbstractArtifactMojo extends AbstractImageMojo {

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
     * Directory in which images from registries are cached between builds. Defaults to the user's cache directory, or
     * to {@code target/image/cache} if that is not writable.
     */
    @Parameter(property = "image.cacheDirectory")
    private @Nullable File cacheDirectory;

    /**
     * Attaches SLSA provenance to the image: its sources, its parameters and its builder. An image with attached
     * documents has referrers in its registry.
     */
    @Parameter(property = "image.provenance", defaultValue = "true")
    private boolean provenance;

    /**
     * Files that are attached to the image, such as SBOMs and test reports
     * ({@code -Dimage.attachments=file=mediaType,...}). The SBOM of the CycloneDX plugin ({@code target/bom.json}, or
     * the artifact with classifier {@code cyclonedx}) is attached automatically.
     */
    @Parameter
    private @Nullable List<AttachmentParameter> attachments;

    /**
     * Signing key for the image and its provenance at build, and for the record of each promotion. Without a key they
     * are unsigned. As properties: {@code -Dimage.signing.keyFile}, {@code -Dimage.signing.serverId},
     * {@code -Dimage.signing.passphraseEnv}, {@code -Dimage.signing.sign} and {@code -Dimage.signing.signatureFormat}.
     */
    @Parameter
    private SigningParameter signing = new SigningParameter();

    private static final String TOO_MANY_REQUESTS = "429";

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
        return new BuildNumber(session)
                .given(Optional.ofNullable(buildId).map(String::trim).filter(text -> !text.isEmpty()));
    }

    /** {@return the image's repository in every registry} */
    final RepositoryName repository() {
        return ImageName.of(Configured.optional(repository), jibsName(), project.getArtifactId());
    }

    /** {@return the image in jib's {@code <to>}, if the goal has this parameter} */
    protected Optional<String> jibsName() {
        return Optional.empty();
    }

    /** {@return the cache directory shared by all builds of a user} */
    protected final Path cacheDirectory() {
        return cacheDirectory == null
                ? CacheDirectory.ofUser(
                        CallerEnvironment.of(session),
                        directories().build().resolve("image").resolve("cache"),
                        remark -> getLog().warn(remark))
                : cacheDirectory.toPath();
    }

    /**
     * {@return the retries for a registry that images are read from, which log each retry, since the build waits
     * silently otherwise}
     */
    final RetryBudget sourceRetries() {
        return retryBudget((retry, wait) -> {
            if (wait.compareTo(Duration.ofSeconds(1)) >= 0) {
                String why = retry.why().equals(TOO_MANY_REQUESTS)
                        ? "the registry limits requests (429)"
                        : "it failed (" + retry.why() + ")";
                getLog().warn("Cannot " + Text.printable(retry.what()) + " yet: " + why + ". Trying again in "
                        + Elapsed.shown(wait) + ".");
            }
        });
    }

    /** {@return name, documents and files of the artifact} */
    protected final ArtifactRequest artifact(ArtifactOutput output) throws IOException {
        Optional<Vcs> vcs = new BuildNumber(session).vcs(directories().project());
        vcs.filter(state -> state.changed().isPresent() && CallData.of(session).isFirst("image.changed.told"))
                .ifPresent(state -> getLog().warn("The checkout has changes that are not committed: images are recorded"
                        + " under commit " + Text.printable(state.revision())
                        + ", from which they cannot be built again."
                        + " Commit the changes, and build again before you promote."));
        return output.request(repository(), givenBuildId(), vcs, environments().recorded(), documents());
    }

    /** {@return the documents about the image; read before the build since they are inputs of it} */
    private ImageDocuments documents() throws IOException {
        List<Attachment> files = AttachmentParameter.attachments(
                attachments == null ? List.of() : attachments,
                new Properties(session, project),
                origins(),
                directories().of("image.attachments", directories().project()),
                sbom());
        return new ImageDocuments(
                session, project, execution, redactor(), attester(signing, "build"), provenance, files);
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
