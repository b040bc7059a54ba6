package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.plugin.access.SettingsDecryption;
import io.github.imagepromotion.plugin.access.SigningSecrets;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.ConfiguredEnvironments;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.EnvironmentParameter;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.ReleaseParameter;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.RedactingLog;
import io.github.imagepromotion.plugin.project.BuildNumber;
import io.github.imagepromotion.plugin.project.BuiltEnvironments;
import io.github.imagepromotion.plugin.project.ProjectImage;
import io.github.imagepromotion.plugin.project.ProjectRelease;
import io.github.imagepromotion.plugin.project.ReleaseMembers;
import io.github.imagepromotion.plugin.project.RemoteRepositories;
import io.github.imagepromotion.promotion.ChartCheck;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.signing.SigningKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Locks a release: checks the builds that are its members, and attaches the lock ({@code json}, classifier {@code
 * release}), which names each of them by its digest. A release is promoted as one, wherever a build is.
 *
 * <p>The release is a project of packaging {@code pom}. Its members are its dependencies of type {@code tar} and
 * classifier {@code image}, taken from this reactor or from Maven repositories. In a project of another packaging the
 * goal does nothing, since a goal that is inherited from a parent also runs in the modules.
 */
@Mojo(name = "release", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class ReleaseMojo extends AbstractMojo {

    /** Skips every goal of this plugin. */
    @Parameter(property = "image.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Reports results to the CI server in its own format: files in {@code target/image}, and the logging commands of
     * Azure Pipelines and GitHub Actions.
     */
    @Parameter(property = "image.ci", defaultValue = "true")
    private boolean ci;

    /** The environments, in promotion order. They are stored in the build record, or in the lock of a release. */
    @Parameter
    private @Nullable List<EnvironmentParameter> environments;

    /** XML file with an {@code <environments>} element that replaces the configured one. */
    @Parameter(property = "image.environments")
    private @Nullable File environmentsFile;

    /** Number of the release. Defaults to the CI server's build number, otherwise to one derived from its members. */
    @Parameter(property = "image.buildId")
    private @Nullable String buildId;

    /** Comma-separated additional Maven repositories, each as {@code id::url} or {@code url}. */
    @Parameter(property = "image.remoteRepositories")
    private @Nullable String remoteRepositories;

    /**
     * Allows artifacts named by coordinates that exist only in the local repository, because they were installed and
     * not deployed.
     */
    @Parameter(property = "image.allowLocal", defaultValue = "false")
    private boolean allowLocal;

    /**
     * Refuses a set with a Helm chart whose values name an image, tag or digest that is not in the set.
     */
    @Parameter(property = "image.checkImages", defaultValue = "false")
    private boolean checkImages;

    /**
     * Signing key for the image and its provenance at build, and for the record of each promotion. Without a key they
     * are unsigned. As properties: {@code -Dimage.signing.keyFile}, {@code -Dimage.signing.serverId},
     * {@code -Dimage.signing.passphraseEnv}, {@code -Dimage.signing.sign} and {@code -Dimage.signing.signatureFormat}.
     */
    @Parameter
    private SigningParameter signing = new SigningParameter();

    /** What belongs to the release beside the dependencies of its project. */
    @Parameter
    private ReleaseParameter release = new ReleaseParameter();

    /** The call of Maven. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /** The project that it runs in; a stand-in where there is no POM. */
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** The execution of this goal. */
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    private final Redactor redactor = new Redactor();
    private final Redactor shown = new Redactor(redactor);
    private final SettingsDecryption decryption;
    private final RepositorySystem repositorySystem;
    private final MavenProjectHelper projectHelper;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds members
     * @param projectHelper attaches artifacts
     */
    @Inject
    public ReleaseMojo(
            SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem, MavenProjectHelper projectHelper) {
        this.decryption = new SettingsDecryption(settingsDecrypter);
        this.repositorySystem = repositorySystem;
        this.projectHelper = projectHelper;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        GoalRun call = new GoalRun(session, project, execution, redactor, shown);
        call.execute(
                () -> {
                    call.configure(this, getLog()::warn);
                    if (skip) {
                        getLog().info("Skipped: image.skip is set.");
                    } else if (!project.getPackaging().equals(ProjectRelease.PACKAGING)) {
                        getLog().info("Skipped: packaging is " + project.getPackaging() + "; a release is a project of"
                                + " packaging pom.");
                    } else {
                        release();
                    }
                },
                () -> ci);
    }

    private void release() throws IOException {
        refuseImage();
        release.check();
        Optional<SigningKey> key = attester().key();
        ReleaseLock unsigned = lock();
        ReleaseLock lock = key.map(unsigned::signed).orElse(unsigned);
        ProjectRelease.requirePromotable(lock);
        Path file = new Directories(session, project)
                .build()
                .resolve(project.getBuild().getFinalName() + "-" + ProjectRelease.CLASSIFIER + ".json");
        lock.write(file);
        if (ProjectRelease.attached(project).isEmpty()) {
            projectHelper.attachArtifact(project, "json", ProjectRelease.CLASSIFIER, file.toFile());
        }
        BuiltEnvironments.tell(session, file, environments().get().orElseGet(Environments::none));
        tell(lock, file, key);
    }

    /** Coordinates must be either those of a build or of a release. */
    private void refuseImage() {
        if (ProjectImage.attached(project).isPresent()) {
            throw new ImageException(
                    "The project '" + project.getArtifactId() + "' has an image, and cannot be a release,"
                            + " too. Put the release into a project of its own, with the image as a <dependency>.");
        }
    }

    private ReleaseLock lock() throws IOException {
        Environments own = environments().get().orElseGet(Environments::none);
        ChartCheck charts = new ChartCheck();
        List<ReleaseMember> members = new ReleaseMembers(session, project, execution, repositories()).find(archive -> {
            if (checkImages) {
                charts.add(archive, own);
            }
        });
        check(charts, own);
        try {
            return ReleaseLock.of(
                    ProjectImage.coordinates(project),
                    new BuildNumber(session)
                            .given(Optional.ofNullable(buildId)
                                    .map(String::trim)
                                    .filter(text -> !text.isEmpty())),
                    members,
                    environments().recorded().list());
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Refused to release '" + project.getArtifactId() + "': " + e.getMessage()
                            + ". Two builds of one repository would take the tags from each other: remove one of the"
                            + " <dependency> elements, or give each module a <repository> (-Dimage.repository) of its own.",
                    e);
        }
    }

    /** Charts have to be right in each environment that the release may be promoted to. */
    private static void check(ChartCheck charts, Environments environments) throws IOException {
        if (environments.list().isEmpty()) {
            charts.check(Optional.empty());
        }
        for (Environment environment : environments.list()) {
            charts.check(Optional.of(environment.id()));
        }
    }

    private RepositoryArtifacts repositories() {
        return new RepositoryArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                new RemoteRepositories(session, repositorySystem).of(project, Configured.text(remoteRepositories)),
                allowLocal,
                getLog()::warn);
    }

    private Attester attester() throws IOException {
        return signing.attester(
                "build",
                new Properties(session, project),
                SigningSecrets.of(
                        session, decryption, new Directories(session, project).of("image.signing.keyFile"), redactor));
    }

    private ConfiguredEnvironments environments() {
        return new ConfiguredEnvironments(
                session, project, execution, Optional.ofNullable(environmentsFile), Optional.ofNullable(environments));
    }

    private void tell(ReleaseLock lock, Path file, Optional<SigningKey> key) {
        getLog().info("Released " + lock.build() + ", build " + lock.buildId() + ", members: "
                + lock.members().size());
        for (ReleaseMember member : lock.members()) {
            getLog().info("  " + member.name() + ": " + member.repository() + ":" + member.buildId() + ", "
                    + member.digest());
        }
        getLog().info("  " + file
                + key.map(own -> ", signed by key " + own.publicKey().id().abbreviated())
                        .orElse(", not signed"));
    }

    /** {@return Maven's log, without secrets and control characters} */
    @Override
    public RedactingLog getLog() {
        return new RedactingLog(super.getLog(), shown);
    }
}
