package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.plugin.access.AllowedRegistries;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.access.RegistryClients;
import io.github.imagepromotion.plugin.access.SettingsDecryption;
import io.github.imagepromotion.plugin.access.SigningSecrets;
import io.github.imagepromotion.plugin.access.TrustedKeys;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.config.ConfiguredEnvironments;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.EnvironmentParameter;
import io.github.imagepromotion.plugin.config.Origins;
import io.github.imagepromotion.plugin.config.Properties;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.console.PrintableException;
import io.github.imagepromotion.plugin.console.RedactingLog;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RetryBudget;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Base class of all goals: skipping, the environments of the call, access to registries, and failures. What only some
 * goals need is in classes that they own.
 */
abstract class AbstractImageMojo extends AbstractMojo {

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

    /**
     * Comma-separated registries that an unsigned build record may use, including those of environments in {@code
     * <after>}: {@code host[:port][/path]}, or {@code oci:directory} for everything below that directory. Registries
     * with a login in settings.xml or in Docker's configuration are always allowed. {@code host=USER:PASSWORD}, with
     * the names of two environment variables, also sets a login.
     */
    @Parameter(property = "image.allowRegistries")
    private @Nullable String allowRegistries;

    /**
     * PEM file with certificate authorities to trust in addition to the JDK's, for the registries of base images and
     * sources, and for those of environments without a {@code <caFile>} of their own.
     */
    @Parameter(property = "image.caFile")
    private @Nullable File caFile;

    /**
     * Maximum number of retries in all registries together. In image:build, image:import and image:release, for each
     * registry that images are read from.
     */
    @Parameter(property = "image.retries", defaultValue = "100")
    private int retries;

    /**
     * Maximum time that a request is retried without progress: ISO 8601 duration ({@code PT1H}), or seconds. Transfers
     * that make progress, and waiting for gates, are not limited by it.
     */
    @Parameter(property = "image.timeout", defaultValue = "PT1H")
    private String timeout;

    /**
     * Maximum time without any data on a connection, in either direction, before it is closed: ISO 8601 duration, or
     * seconds.
     */
    @Parameter(property = "image.stallTimeout", defaultValue = "PT1M")
    private String stallTimeout;

    /** The call of Maven. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    protected MavenSession session;

    /** The project that it runs in; a stand-in where there is no POM. */
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    protected MavenProject project;

    /** The execution of this goal. */
    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    protected MojoExecution execution;

    /** Knows every secret of this call; a mojo instance runs once. */
    private final Redactor redactor = new Redactor();

    /** Also hides values that do not come from POMs, which are not quoted in failures. */
    private final Redactor shown = new Redactor(redactor);

    private final SettingsDecryption decryption;

    AbstractImageMojo(SettingsDecrypter settingsDecrypter) {
        this.decryption = new SettingsDecryption(settingsDecrypter);
    }

    /** Runs the goal. */
    protected abstract void run() throws IOException;

    /** Called if the goal is skipped. */
    protected void skipped() throws IOException {}

    /** {@return why there is nothing to do in this project; empty if there is} */
    protected Optional<String> reasonToSkip() {
        return Optional.empty();
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        call().execute(
                        () -> {
                            checkConfiguration();
                            Optional<String> reason = skip ? Optional.of("image.skip is set") : reasonToSkip();
                            if (reason.isPresent()) {
                                getLog().info("Skipped: " + reason.get() + ".");
                                skipped();
                            } else {
                                run();
                            }
                        },
                        () -> ci);
    }

    private GoalRun call() {
        return new GoalRun(session, project, execution, redactor, shown);
    }

    /** Rejects misplaced configuration, and applies values of the command line. */
    final void checkConfiguration() {
        call().configure(this, getLog()::warn);
    }

    /** {@return whether {@code image.skip} is set} */
    final boolean isSkipped() {
        return skip;
    }

    /** {@return the redactor for all output, to which secrets are added as they are read} */
    final Redactor redactor() {
        return redactor;
    }

    /** {@return Maven's log, without secrets and control characters} */
    @Override
    public RedactingLog getLog() {
        return new RedactingLog(super.getLog(), shown);
    }

    /** {@return a form of the error that may be printed} */
    final Throwable printable(Throwable error) {
        return PrintableException.of(error, shown);
    }

    /** {@return the reporter to the CI server; does nothing if there is none} */
    final CiReporter ci() {
        return call().ci(ci);
    }

    /** {@return the environments of this call} */
    final ConfiguredEnvironments environments() {
        return new ConfiguredEnvironments(
                session, project, execution, Optional.ofNullable(environmentsFile), Optional.ofNullable(environments));
    }

    /** {@return the opener of registries and services} */
    final RegistryClients clients() {
        return new RegistryClients(
                session,
                decryption,
                new AllowedRegistries(
                        Configured.text(allowRegistries),
                        directories().of("image.allowRegistries"),
                        directories().root()),
                new RegistryClients.Settings(
                        directories().root(),
                        Optional.ofNullable(caFile).map(File::toPath),
                        Configured.duration(stallTimeout, "<stallTimeout> (-Dimage.stallTimeout)"),
                        execution.getArtifactId() + "/" + execution.getVersion(),
                        Remedies::tell),
                redactor,
                line -> getLog().debug(line));
    }

    /** {@return the retries that this call may use} */
    final RetryBudget retryBudget() {
        return retryBudget((retry, wait) -> {});
    }

    /** {@return the retries that this call may use; {@code listener} receives each retry with its delay} */
    final RetryBudget retryBudget(BiConsumer<RetryBudget.Retry, Duration> listener) {
        return new RetryBudget(
                retries, Configured.duration(timeout, "<timeout> (-Dimage.timeout)"), Clock.systemUTC(), listener);
    }

    /**
     * {@return the signer for a {@code moment}, {@code build} or {@code promotion}; does not sign if none is
     * configured}
     */
    final Attester attester(SigningParameter signing, String moment) throws IOException {
        return signing.attester(
                moment,
                new Properties(session, project),
                SigningSecrets.of(session, decryption, directories().of("image.signing.keyFile"), redactor));
    }

    /** {@return the reader of public keys} */
    final TrustedKeys keyFiles() {
        return new TrustedKeys(directories().root(), CallerEnvironment.of(session));
    }

    /** {@return the origins of this call's configuration values} */
    final Origins origins() {
        return new Origins(session, project, execution);
    }

    /** {@return the directories that relative paths are resolved against} */
    final Directories directories() {
        return new Directories(session, project);
    }

    /** {@return the directory for results: below where Maven was called, since a set may contain several modules} */
    final Path resultDirectory() {
        return directories().topBuild().resolve("image");
    }
}
